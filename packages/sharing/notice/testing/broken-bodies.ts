import {
  type TimePrecision,
  type AnswerState,
  AlertType,
  type Companies,
  type Direction,
  type Goods,
  Kind,
  OperationNotice,
  type OperationPhase,
  type Passengers,
  type Persons,
  type RequestType,
  type RiskMeasure,
  SectionType,
  Tlp,
} from "@talanoa/contract/generated/talanoa.ts";
import { limits } from "../limits.ts";
import {
  audience,
  body,
  type Break,
  conveyance,
  flag,
  goods,
  image,
  narrative,
  operation,
  passenger,
  person,
  places,
  reference,
  remove,
  reply,
  request,
  source,
  summary,
} from "./broken.ts";
import { now } from "./sample-notice.ts";
import { jpegSegment, jpegWith } from "./tiny-images.ts";

const DAY = 24 * 60 * 60 * 1000;

/** Each rule of what the sections say, broken. */
export const brokenBodies = {
  "title-required": { field: "title", change: (n) => (summary(n).title = " ") },
  "when-required": { field: "when", change: (n) => (summary(n).time = null) },
  "when-of-header": { field: "when", change: (n) => (n.header.eventAt += 1) },
  "when-precision": {
    field: "when.precision",
    change: (n) => (summary(n).time!.precision = 0 as TimePrecision),
  },
  "when-order": {
    field: "when.end",
    change: (n) => (summary(n).time!.endAt = n.header.eventAt - 1),
  },
  "type-required": {
    field: "type",
    change: (n) => (summary(n).alertType = AlertType.UNSPECIFIED),
  },
  "what-required": {
    field: "goods",
    change: (n) => {
      remove(n, SectionType.GOODS);
      remove(n, SectionType.CONVEYANCE);
      remove(n, SectionType.NARRATIVE);
    },
  },
  "direction-known": {
    field: "direction",
    change: (n) => (summary(n).direction = 5 as Direction),
  },

  "where-required": {
    field: "where",
    change: (n) => {
      places(n).scenes = [];
      n.routing!.countries = n.routing!.countries.filter((country) => country !== "PF");
    },
  },
  "place-named": { field: "route.origin", change: (n) => (places(n).origin!.name = "") },
  "country-known": {
    field: "conveyance.flag",
    change: (n) => (conveyance(n).flag = "ZZ"),
  },
  "unlocode-form": {
    field: "where.unlocode",
    change: (n) => {
      places(n).scenes[0]!.unlocode = "PF-1";
      places(n).scenes[0]!.country = "PF";
    },
  },
  "unlocode-country": {
    field: "route.destination.unlocode",
    change: (n) => (places(n).destination!.unlocode = "FJSUV"),
  },
  "position-range": {
    field: "where.latitude",
    change: (n) => (places(n).scenes[0]!.position!.latitude = 90.1),
  },

  "goods-required": {
    field: "goods",
    change: (n) => (body<Goods>(n, SectionType.GOODS).commodities = []),
  },
  "goods-named": {
    field: "goods[1]",
    change: (n) => Object.assign(goods(n)[1]!, { name: "", commodityClass: "" }),
  },
  "class-known": {
    field: "goods[0].class",
    change: (n) => (goods(n)[0]!.commodityClass = "drugs-cocain"),
  },
  "hs-heading-form": {
    field: "goods[0].hs_heading",
    change: (n) => (goods(n)[0]!.hsHeading = "293"),
  },
  "hs-heading-chapter": {
    field: "goods[0].hs_heading",
    change: (n) => (goods(n)[0]!.hsHeading = "7701"),
  },
  "quantity-range": {
    field: "goods[1].quantity",
    change: (n) => (goods(n)[1]!.quantity = Number.POSITIVE_INFINITY),
  },
  "quantity-unit": { field: "goods[1].unit", change: (n) => (goods(n)[1]!.unit = "") },
  "value-range": {
    field: "goods[0].value.amount",
    change: (n) => (goods(n)[0]!.value!.amount = -1),
  },
  "currency-form": {
    field: "goods[0].value.currency",
    change: (n) => (goods(n)[0]!.value!.currency = "francs"),
  },
  "concealment-known": {
    field: "goods[0].concealment.method",
    change: (n) => (goods(n)[0]!.concealment!.method = "hidden"),
  },

  "conveyance-said": {
    field: "conveyance",
    change: (n) =>
      Object.assign(conveyance(n), {
        transportMode: "",
        type: "",
        name: "",
        flag: "",
        imo: "",
        mmsi: "",
        callSign: "",
        containers: [],
        flight: "",
        registration: "",
        smallCraft: null,
      }),
  },
  "mode-known": { field: "conveyance.mode", change: (n) => (conveyance(n).transportMode = "10") },
  "imo-form": { field: "conveyance.imo", change: (n) => (conveyance(n).imo = "9999994") },
  "mmsi-form": { field: "conveyance.mmsi", change: (n) => (conveyance(n).mmsi = "151000000") },
  "call-sign-form": {
    field: "conveyance.call_sign",
    change: (n) => (conveyance(n).callSign = "no sign"),
  },
  "container-form": {
    field: "conveyance.containers[0]",
    change: (n) => (conveyance(n).containers[0] = "ZZZU1234565"),
  },
  "flight-form": { field: "conveyance.flight", change: (n) => (conveyance(n).flight = "911") },
  "craft-measure": {
    field: "conveyance.small_craft.length",
    change: (n) => (conveyance(n).smallCraft!.length = Number.NaN),
  },
  "narrative-said": { field: "narrative.text", change: (n) => (narrative(n).text = "") },

  "image-size": {
    field: "images[0]",
    change: (n) => (image(n).content = Buffer.alloc(limits.imageSize + 1)),
  },
  "image-type": {
    field: "images[0].media_type",
    change: (n) => (image(n).mediaType = "image/jpeg"),
  },
  "image-metadata": {
    field: "images[0]",
    change: (n) => {
      image(n).mediaType = "image/jpeg";
      image(n).content = jpegWith([jpegSegment(0xfe, "taken by")]);
    },
  },

  "persons-required": {
    field: "persons",
    change: (n) => (body<Persons>(n, SectionType.PERSONS).persons = []),
  },
  "person-identified": {
    field: "persons[0]",
    change: (n) => Object.assign(person(n), { name: "", documentNumber: "" }),
  },
  "birth-date-form": {
    field: "persons[0].birth_date",
    change: (n) => (person(n).birthDate = "1980-02-30"),
  },
  "sex-known": { field: "persons[0].sex", change: (n) => (person(n).sex = "male") },
  "document-type-known": {
    field: "persons[0].document_type",
    change: (n) => (person(n).documentType = "passport"),
  },
  "document-number-form": {
    field: "persons[0].document_number",
    change: (n) => (person(n).documentNumber = "X 00"),
  },
  "passengers-required": {
    field: "passengers",
    change: (n) => (body<Passengers>(n, SectionType.PASSENGERS).passengers = []),
  },
  "passenger-identified": {
    field: "passengers[0]",
    change: (n) => Object.assign(passenger(n), { reference: "", name: "", documentNumber: "" }),
  },
  "flight-date-form": {
    field: "passengers[0].flight_date",
    change: (n) => (passenger(n).flightDate = "2025-02-30"),
  },
  "companies-required": {
    field: "companies",
    change: (n) => (body<Companies>(n, SectionType.COMPANIES).companies = []),
  },
  "company-named": {
    field: "companies[0].name",
    change: (n) => (body<Companies>(n, SectionType.COMPANIES).companies[0]!.name = ""),
  },
  "source-said": {
    field: "source",
    change: (n) => Object.assign(source(n), { description: "", publisher: "", grading: null }),
  },
  "published-not-ahead": {
    field: "source.published",
    change: (n) => (source(n).publishedAt = now + DAY),
  },

  "operation-name-required": {
    field: "operation.name",
    kind: Kind.OPERATION,
    change: (n) => (operation(n).name = ""),
  },
  "phase-required": {
    field: "operation.phase",
    kind: Kind.OPERATION,
    change: (n) => (operation(n).phase = 0 as OperationPhase),
  },
  "starts-required": {
    field: "operation.starts",
    kind: Kind.OPERATION,
    change: (n) => {
      operation(n).startsAt = 0;
      n.header.eventAt = 0;
    },
  },
  "ends-after-starts": {
    field: "operation.ends",
    kind: Kind.OPERATION,
    change: (n) => (operation(n).endsAt = operation(n).startsAt - 1),
  },
  "objective-required": {
    field: "operation.objective",
    kind: Kind.OPERATION,
    change: (n) => (operation(n).objective = ""),
  },
  "participants-required": {
    field: "operation.participants",
    kind: Kind.OPERATION,
    change: (n) => (operation(n).participants = []),
  },
  "contact-point-office": {
    field: "operation.contact_points[0]",
    kind: Kind.OPERATION,
    change: (n) => (operation(n).contactPoints[0]!.office = ""),
  },
  "result-measure": {
    field: "operation.results[0].measure",
    kind: Kind.OPERATION,
    change: (n) => (operation(n).results[0]!.measure = ""),
  },
  "operation-notice": {
    field: "operation.notice",
    kind: Kind.OPERATION,
    change: (n) => {
      operation(n).notice = 9 as OperationNotice;
      operation(n).tasks = null;
    },
  },
  "operation-named": {
    field: "operation.id",
    kind: Kind.OPERATION,
    change: (n) => (operation(n).operation = ""),
  },
  "operation-tasks": {
    field: "operation.tasks",
    kind: Kind.OPERATION,
    change: (n) => (operation(n).notice = OperationNotice.SITUATION_REPORT),
  },

  "reference-form": {
    field: "references[0]",
    change: (n) => (reference(n).notice!.version = 0),
  },

  "audience-named": {
    field: "audience.all",
    kind: Kind.REQUEST,
    change: (n) => (audience(n).allMembers = true),
  },
  "request-type": {
    field: "request.type",
    kind: Kind.REQUEST,
    change: (n) => (request(n).type = 9 as RequestType),
  },
  "request-text": {
    field: "request.text",
    kind: Kind.REQUEST,
    change: (n) => (request(n).text = " "),
  },
  "answer-by-required": {
    field: "request.answer_by",
    kind: Kind.REQUEST,
    change: (n) => (request(n).answerBy = 0),
  },
  "answer-by-after-issue": {
    field: "request.answer_by",
    kind: Kind.REQUEST,
    change: (n) => (request(n).answerBy = n.header.issuedAt),
  },
  "request-operation": {
    field: "request.operation",
    kind: Kind.REQUEST,
    change: (n) => (request(n).operation = "Operation Sample"),
  },
  "request-of-others": {
    field: "audience.participants[1]",
    kind: Kind.REQUEST,
    change: (n) => (audience(n).participants = ["TO", n.header.origin]),
  },
  "reply-request": {
    field: "reply.request",
    kind: Kind.REPLY,
    change: (n) => (reply(n).request!.id = "the last one"),
  },
  "reply-digest": {
    field: "reply.request_digest",
    kind: Kind.REPLY,
    change: (n) => (reply(n).requestDigest = Buffer.alloc(20)),
  },
  "reply-state": {
    field: "reply.state",
    kind: Kind.REPLY,
    change: (n) => (reply(n).state = 0 as AnswerState),
  },
  "reply-to-requester": {
    field: "audience.participants",
    kind: Kind.REPLY,
    change: (n) => (audience(n).participants = ["TO"]),
  },

  "seat-form": {
    field: "passengers[0].seat",
    change: (n) => (passenger(n).seat = "by the window"),
  },
  "bags-range": {
    field: "passengers[0].bags",
    change: (n) => (passenger(n).bags = 100),
  },
  "record-locator-form": {
    field: "passengers[0].record_locator",
    change: (n) => (passenger(n).recordLocator = "ABC-12"),
  },

  "flag-reference": {
    field: "risk_flag.reference",
    kind: Kind.RISK_FLAG,
    change: (n) => (flag(n).reference = " "),
  },
  "flag-arrival": {
    field: "risk_flag.arrives_at",
    kind: Kind.RISK_FLAG,
    change(n) {
      n.header.eventAt = flag(n).arrivesAt = 0;
      n.header.expiresAt = limits.flagLastsAtMost;
      n.header.issuedAt = 1;
    },
  },
  "flag-grade": {
    field: "risk_flag.grade",
    kind: Kind.RISK_FLAG,
    change: (n) => (flag(n).grade = "E"),
  },
  "flag-reason": {
    field: "risk_flag.reasons[1]",
    kind: Kind.RISK_FLAG,
    change: (n) => (flag(n).reasons[1] = "a feeling"),
  },
  "flag-profile": {
    field: "risk_flag.profile",
    kind: Kind.RISK_FLAG,
    change: (n) => (flag(n).profile = "Short stay"),
  },
  "flag-profile-version": {
    field: "risk_flag.profile_version",
    kind: Kind.RISK_FLAG,
    change: (n) => (flag(n).profileVersion = 0),
  },
  "flag-travellers": {
    field: "risk_flag.travellers",
    kind: Kind.RISK_FLAG,
    change: (n) => (flag(n).travellers = 1_001),
  },
  "flag-digest": {
    field: "risk_flag.message_digest",
    kind: Kind.RISK_FLAG,
    change: (n) => (flag(n).messageDigest = Buffer.alloc(20)),
  },
  "flag-measure": {
    field: "risk_flag.measure",
    kind: Kind.RISK_FLAG,
    change: (n) => (flag(n).measure = 9 as RiskMeasure),
  },
  "flag-marking": {
    field: "marking.tlp",
    kind: Kind.RISK_FLAG,
    change: (n) => (n.header.tlp = Tlp.GREEN),
  },
  "flag-audience": {
    field: "audience.groups",
    kind: Kind.RISK_FLAG,
    change: (n) => (audience(n).groups = ["yacht-watch"]),
  },
  "flag-itinerary": {
    field: "audience.participants[1]",
    kind: Kind.RISK_FLAG,
    change: (n) => (audience(n).participants = ["FJ", "WS"]),
  },
  "flag-expiry": {
    field: "expires",
    kind: Kind.RISK_FLAG,
    change: (n) => (n.header.expiresAt = 0),
  },
  "flag-passengers": {
    field: "passengers",
    kind: Kind.RISK_FLAG,
    change: (n) =>
      body<Passengers>(n, SectionType.PASSENGERS).passengers.push(passenger(n), passenger(n)),
  },
  "flag-withdrawn": {
    field: "risk_flag.withdrawn",
    kind: Kind.RISK_FLAG,
    change: (n) => (flag(n).withdrawn = true),
  },
} as const satisfies { readonly [rule: string]: Break };
