import { type Alarm, type AlarmName, alarms } from "@talanoa/contract/alarms.ts";
import { measures } from "@talanoa/contract/measures.ts";
import { type DoorTold, type HubTold, servicesOfDoors } from "./hub-status.ts";
import { type InstanceReading, readingsOf, valueText } from "./readings.ts";

/** Something that is not well, and what to do next. */
export interface Finding {
  readonly alarm: AlarmName | "DoorClosed";
  readonly says: string;
  /** What it is of: services, nodes, feeds with how late they are. */
  readonly about: readonly string[];
  readonly next: string;
  /** The service of which too few serve, or that cannot be reached. */
  readonly service?: ServiceState;
}

/** How one service is, by what its instances say. */
export interface ServiceState {
  readonly service: string;
  readonly wanted: number;
  /** Instances that take calls. */
  readonly serving: number;
}

/** Everything that is not well, by what the doors and the instances said: the missing first. */
export function judge(status: HubTold): Finding[] {
  if (status.instances.length === 0) return [nobody(status)];
  const services = servicesOf(status);
  return [
    ...services.flatMap((its) => missing(its, status)),
    ...status.doors.flatMap((door) => closed(door, services)),
    ...(Object.keys(alarms) as (keyof typeof alarms)[]).flatMap((name) =>
      raised(name, readingsOf(status.instances)),
    ),
  ];
}

/** The services of a hub: those behind its doors, in that order. */
export function servicesOf({ instances, doors }: HubTold): ServiceState[] {
  return [...new Set(doors.map(({ door }) => servicesOfDoors[door]))].map((service) => {
    const its = instances.filter((each) => each.service === service);
    return {
      service,
      wanted: Math.max(1, ...its.map(({ wanted }) => wanted)),
      serving: its.filter(({ serving }) => serving).length,
    };
  });
}

function nobody({ doors }: HubTold): Finding {
  return {
    alarm: "InstancesMissing",
    says: "no service of the hub answers",
    about: addresses(doors),
    next: "Start the hub (npm start, or docker compose up -d), or see whether the way to it is cut.",
  };
}

/** Those that are known. */
function addresses(doors: readonly DoorTold[]): string[] {
  return doors.map(({ address }) => address).filter((address) => address !== "");
}

function missing(state: ServiceState, { doors }: HubTold): Finding[] {
  const { service, wanted, serving } = state;
  if (serving >= wanted) return [];
  const its = doors.filter(({ door }) => servicesOfDoors[door] === service);
  const about = serving === 0 ? addresses(its) : [];
  const says =
    serving === 0 ? `${service} does not serve` : `${serving} of ${wanted} ${service} serve`;
  const next =
    serving === 0
      ? `Start it (npm start, or docker compose up -d), or see why it ended: its log says so.`
      : `Start the one that is missing; its log says why it ended.`;
  return [{ alarm: "InstancesMissing", says, about, next, service: state }];
}

/** A door that does not answer though all instances of its service serve: the way to it is cut. */
function closed({ door, address, error }: DoorTold, services: readonly ServiceState[]): Finding[] {
  const service = servicesOfDoors[door];
  const serves = services.some((its) => its.service === service && its.serving >= its.wanted);
  if (!error || !serves) return [];
  return [
    {
      alarm: "DoorClosed",
      says: `${service} serves, but not from here`,
      about: [`${address}: ${error.message}`],
      next: "See that its port is published, and that certificate and address are the right ones.",
    },
  ];
}

function raised(name: keyof typeof alarms, all: readonly InstanceReading[]): Finding[] {
  const alarm: Alarm = alarms[name];
  const { measure, where, says, next } = alarm;
  const readings = all.filter(
    (its) =>
      its.measure === measure && (!where || where.in.includes(its.labels[where.label] ?? "")),
  );
  const sets = Map.groupBy(readings, ({ labels }) => Object.values(labels).join(" "));
  const about = [...sets].flatMap(([labels, its]) => {
    const bad = its.filter(({ value }) => isBeyond(alarm, value));
    if (bad.length === 0 || (alarm.of === "all" && bad.length < its.length)) return [];
    return aboutOf(alarm, labels, bad);
  });
  return about.length > 0 ? [{ alarm: name, says, about: [...new Set(about)], next }] : [];
}

function isBeyond({ above = Infinity, below = -Infinity }: Alarm, value: number): boolean {
  return value > above || value < below;
}

/** What an alarm is of: its labels, else the services; and by how much, where that is more than a yes or no. */
function aboutOf(alarm: Alarm, labels: string, readings: readonly InstanceReading[]): string[] {
  const { measure } = alarm;
  const worst = Math.max(...readings.map(({ value }) => value));
  const value = measures[measure].unit === "" ? "" : valueText(measure, worst);
  if (labels === "" && value === "") return readings.map(({ service }) => service);
  return [[labels, value].filter(Boolean).join(" ")];
}
