/** What the command's exit status tells a script. */
export const exitCodes = {
  ok: 0,
  refused: 1,
  /** `status` alone. */
  notWell: 1,
  usage: 2,
  notFound: 3,
  notPermitted: 4,
  notGenuine: 5,
  found: 10,
  internal: 70,
  outputLost: 74,
  tryLater: 75,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodesHelp = `
Exit codes:
  0    done
  1    the hub refused it; of status, something is not well
  2    wrong use, or bad input
  3    not found, or not for you
  4    not permitted: the token ran out, the role is missing, or the principal is suspended
  5    not genuine: a signature, a digest or a proof does not hold, or a record is missing
  10   screening found a traveller by a list or a profile
  70   a fault of this program or of the hub
  74   the output cannot be written, as on a full disk
  75   try again later: the hub does not answer or is full, or too few witnesses cosigned
  130  interrupted`;
