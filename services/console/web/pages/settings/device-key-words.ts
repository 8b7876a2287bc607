import type { Words } from "../../words/words.ts";

interface DeviceKeyWords {
  readonly title: string;
  readonly hint: string;
  readonly none: string;
  readonly make: string;
  readonly notHere: string;
  readonly key: string;
  readonly made: string;
  readonly enrolled: string;
  readonly revoked: string;
  readonly notYet: string;
  readonly enrol: string;
  readonly forSecretariat: string;
  readonly publicKey: string;
  readonly look: string;
  readonly forget: string;
  readonly forgetHint: string;
  readonly sure: string;
}

export const deviceKeyWords: Words<DeviceKeyWords> = {
  en: {
    title: "Key of this device",
    hint: "What you publish and state is signed here, with a key that cannot leave this browser. Each device has its own.",
    none: "There is no key of yours on this device yet: you can read, but not sign.",
    make: "Make a key",
    notHere:
      "This browser cannot make such a key. Use a newer one, over https, and not in a private window.",
    key: "Key",
    made: "Made",
    enrolled: "It stands in the directory: what you sign here is accepted.",
    revoked: "The directory says that it is no longer valid. Make a new one.",
    notYet: "It does not stand in the directory yet: nothing that it signs is accepted.",
    enrol: "Enrol it",
    forSecretariat:
      "The Secretariat enters it in the directory. Give it this public key, and tell it the key’s name by another way, such as the telephone.",
    publicKey: "Public key",
    look: "Look again",
    forget: "Remove it from this device",
    forgetHint:
      "Then nobody can sign with it any more. What it has signed stays valid. Tell the Secretariat, so that it is taken out of the directory.",
    sure: "Yes, remove it",
  },
  fr: {
    title: "Clé de cet appareil",
    hint: "Ce que vous publiez et déclarez est signé ici, avec une clé qui ne peut quitter ce navigateur. Chaque appareil a la sienne.",
    none: "Cet appareil n’a pas encore de clé à votre nom : vous pouvez lire, non signer.",
    make: "Créer une clé",
    notHere:
      "Ce navigateur ne peut créer une telle clé. Utilisez une version plus récente, en https et hors navigation privée.",
    key: "Clé",
    made: "Créée",
    enrolled: "Elle figure dans l’annuaire : ce que vous signez ici est accepté.",
    revoked: "L’annuaire indique qu’elle n’est plus valable. Créez-en une autre.",
    notYet: "Elle ne figure pas encore dans l’annuaire : rien de ce qu’elle signe n’est accepté.",
    enrol: "L’inscrire",
    forSecretariat:
      "Le Secrétariat l’inscrit dans l’annuaire. Remettez-lui cette clé publique et confirmez-lui le nom de la clé par une autre voie, par exemple le téléphone.",
    publicKey: "Clé publique",
    look: "Vérifier de nouveau",
    forget: "La retirer de cet appareil",
    forgetHint:
      "Plus personne ne pourra signer avec elle. Ce qu’elle a signé reste valable. Prévenez le Secrétariat, afin qu’elle soit retirée de l’annuaire.",
    sure: "Oui, la retirer",
  },
};
