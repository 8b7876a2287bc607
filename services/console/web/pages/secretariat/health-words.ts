import type { alarms } from "@talanoa/contract/alarms.ts";
import { took } from "@talanoa/contract/took.ts";
import { englishFigures } from "@talanoa/sharing/status/english-figures.ts";
import type { FigureWords } from "@talanoa/sharing/status/figure-words.ts";
import type { Part } from "@talanoa/sharing/status/figures.ts";
import type { Finding } from "@talanoa/sharing/status/judge.ts";
import { language } from "../../words/words.ts";

interface Told {
  readonly says: string;
  readonly next: string;
}

/** Each alarm in French; one without a row does not compile. The English ones stand with the alarms. */
const frenchAlarms: { readonly [Name in keyof typeof alarms]: Told } = {
  BrokerAway: {
    says: "un service n’a pas de liaison avec le courtier de messages",
    next: "Vérifiez que les nœuds du courtier tournent et sont joignables ; le service reprend de lui-même.",
  },
  StreamAway: {
    says: "le flux ne répond pas",
    next: "Voyez combien de nœuds du courtier tournent : il en faut plus de la moitié.",
  },
  DatabaseAway: {
    says: "la base de données d’un service ne répond pas",
    next: "Vérifiez que PostgreSQL tourne ; si son serveur principal est perdu, promouvez le secondaire.",
  },
  StandbyAway: {
    says: "les validations de la base attendent un serveur secondaire qui est absent",
    next: "Démarrez le secondaire, ou laissez le principal continuer sans lui : deploy/postgres/servers.sh alone.",
  },
  DatabaseAlone: {
    says: "la base continue sans son secondaire : un seul disque garde le journal",
    next: "Reprenez l’autre serveur comme secondaire : deploy/postgres/servers.sh rejoin.",
  },
  StreamFilling: {
    says: "le flux se remplit",
    next: "Agrandissez EXCHANGE avant 90 %, où l’entrée s’arrête.",
  },
  IntakeFull: {
    says: "des avis sont refusés : le flux n’a plus de place",
    next: "Agrandissez EXCHANGE, et d’abord ses disques s’ils sont pleins.",
  },
  ReplicaBehind: {
    says: "un nœud du courtier est absent ou en retard",
    next: "Démarrez le nœud, ou attendez qu’il rattrape ; n’en arrêtez pas un autre entre-temps.",
  },
  ReplicasMissing: {
    says: "le flux a moins de répliques que prévu",
    next: "Démarrez le nœud qui manque ; tant qu’il manque un nœud sur trois, aucun autre ne doit tomber.",
  },
  RoutingBehind: {
    says: "des avis ou des déclarations attendent d’être acheminés",
    next: "Vérifiez que member-routing tourne, et ce que dit son journal technique ; rien ne se perd dans l’attente.",
  },
  LogBehind: {
    says: "des enregistrements attendent d’être consignés",
    next: "Vérifiez que audit-log tourne et a sa base, et ce que dit son journal technique.",
  },
  ListsBehind: {
    says: "les listes, la recherche, les suites ou les rappels ouverts sont en retard sur les fils",
    next: "Vérifiez que member-feeds a sa base ; les remises ne l’attendent pas.",
  },
  FeedUnread: {
    says: "une copie pressante n’a été reçue par personne",
    next: "Appelez l’agent de permanence du Membre : aucun de ses abonnements ne l’a reçue.",
  },
  ConfirmationLate: {
    says: "un client ne confirme pas ce qui lui est envoyé",
    next: "Demandez au Membre de vérifier son client ou sa liaison : il ne reçoit plus rien avant de confirmer.",
  },
  NoLogWriter: {
    says: "aucun processus n’écrit le journal",
    next: "Voyez ce que disent les processus audit-log ; l’un prend la main en quelques secondes.",
  },
  CheckpointLate: {
    says: "des entrées du journal attendent un point de contrôle",
    next: "Voyez ce que audit-log dit des points de contrôle : sa clé, son dossier, sa base.",
  },
  CosignaturesLate: {
    says: "trop peu de témoins cosignent",
    next: "Voyez quel témoin est absent, et appelez qui l’exploite ; le journal continue sans lui.",
  },
  WitnessAway: {
    says: "un témoin ne répond pas",
    next: "Appelez qui exploite le témoin ; voir docs/witness.md.",
  },
  LogDiffers: {
    says: "le journal n’a pas autant d’entrées que le flux a d’enregistrements",
    next: "Ne changez rien, et lisez docs/log.md : des enregistrements peuvent manquer ou être inventés.",
  },
  LogAltered: {
    says: "le journal n’est pas ce que disent ses enregistrements",
    next: "Laissez la base telle quelle, et lisez docs/log.md : des lignes ont été modifiées à l’insu du journal.",
  },
  ErasureLate: {
    says: "du contenu attend trop longtemps d’être effacé",
    next: "Vérifiez que audit-log suit, puis ce que member-routing dit des effacements.",
  },
  NotificationsBehind: {
    says: "les agents sont avertis tard de ce qui les attend",
    next: "Vérifiez que notification tourne et que sa base répond ; les fils ne l’attendent pas.",
  },
  NotificationsUnsent: {
    says: "des messages aux agents ne peuvent être envoyés",
    next: "Voyez ce que notification en dit dans son journal technique : le serveur de courriel, son mot de passe ou la sortie.",
  },
  DeadlineLate: {
    says: "une échéance est passée sans effet",
    next: "Vérifiez que member-routing tourne et que le courtier accepte ses écritures.",
  },
};

/** What is not well, and what to do, in the language of the page. */
export function toldOf({ alarm, says, next, service }: Finding): Told {
  if (language.value !== "fr") return { says, next };
  if (alarm in frenchAlarms) return frenchAlarms[alarm as keyof typeof alarms];
  if (!service) {
    return {
      says: "aucun service du hub ne répond",
      next: "Démarrez le hub, ou voyez si la liaison est coupée.",
    };
  }
  const { service: name, serving, wanted } = service;
  return serving === 0
    ? {
        says: `${name} n’est pas en service`,
        next: "Démarrez-le, ou voyez pourquoi il s’est arrêté : son journal technique le dit.",
      }
    : {
        says: `${serving} instance(s) de ${name} en service sur ${wanted}`,
        next: "Démarrez celle qui manque ; son journal technique dit pourquoi elle s’est arrêtée.",
      };
}

const count = (value: number) => Math.round(value).toLocaleString("fr");
const frenchTook = (milliseconds: number) => took(milliseconds, "j");

const frenchFigures: FigureWords = {
  count,
  bytes: (value) =>
    englishFigures.bytes(value).replace("bytes", "octets").replace(/iB$/, "io").replace(".", ","),
  took: frenchTook,
  nodesUnknown: "ses nœuds ne sont pas connus",
  nodeAway: (node) => `${node} absent ou en retard`,
  replicas: (good, all, names) =>
    `${good} répliques à jour sur ${all}${names.length > 0 ? ` : ${names.join(", ")}` : ""}`,
  stream: (size, limit, fill, messages) => `${size} sur ${limit}, ${fill} ; ${messages} messages`,
  nothingWaits: "rien n’attend",
  waits: (waiting, oldest) => `${count(waiting)} en attente, le premier depuis ${oldest}`,
  entries: (entries) => `${count(entries)} entrées`,
  allCovered: "toutes sous un point de contrôle",
  uncoveredFor: (age) => `pas de point de contrôle depuis ${age}`,
  cosigned: "assez de cosignatures",
  tooFewFor: (age) => `trop peu depuis ${age}`,
  away: (witnesses) => `absents : ${witnesses.join(", ")}`,
  late: (deadline, by) => `${deadline} en retard de ${by}`,
  allKept: "toutes tenues",
  feeds: (open, unread) =>
    `${count(open)} abonnement${open < 2 ? "" : "s"} ouvert${open < 2 ? "" : "s"} ; ${unread === 0 ? "aucune copie" : `${count(unread)} copies`} à lire`,
  flagsWait: (waiting) =>
    waiting === 0
      ? "aucun signalement n’attend d’être envoyé"
      : `${count(waiting)} avis de signalement en attente`,
  messagesWait: (waiting) =>
    waiting === 0
      ? "aucun message aux agents n’attend"
      : `${count(waiting)} message${waiting < 2 ? "" : "s"} aux agents en attente`,
  noAnswer: "ne répond pas",
  standbyThere: "son secondaire est là",
  standbyAway: "les validations attendent un secondaire",
  standbyNone: "seule, sans son secondaire",
};

export function figureWords(): FigureWords {
  return language.value === "fr" ? frenchFigures : englishFigures;
}

const frenchParts: { readonly [Each in Part]: string } = {
  broker: "courtier",
  stream: "flux",
  routing: "acheminement",
  log: "journal",
  witnesses: "témoins",
  erasing: "effacement",
  deadlines: "échéances",
  feeds: "fils",
  lists: "listes",
  screening: "filtrage",
  messages: "messages",
  database: "base de données",
};

export function partName(part: Part): string {
  return language.value === "fr" ? frenchParts[part] : part;
}
