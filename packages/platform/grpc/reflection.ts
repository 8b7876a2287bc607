import { globSync } from "node:fs";
import { join } from "node:path";
import type { handleBidiStreamingCall, Server, ServerDuplexStream } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { ReflectionService } from "@grpc/reflection";
import type { Answered } from "./call.ts";

type Added = Parameters<Server["addService"]>;

const protoFolder = join(import.meta.dirname, "../../../proto");

/**
 * Answers which services and messages there are (gRPC server reflection, v1 and v1alpha). The protos are read when
 * somebody first asks: few ever do, and reading them was a third of what the start of a service costs.
 */
export function addReflection(server: Server, methods: readonly Answered[]): void {
  let asked: Added[] | undefined;
  addedBy(new ReflectionService({})).forEach(([definition], version) => {
    server.addService(definition, {
      ServerReflectionInfo(stream: ServerDuplexStream<unknown, unknown>) {
        asked ??= addedBy(reflectionOf(methods));
        const [, { ServerReflectionInfo }] = asked[version]!;
        readWhileRead(stream);
        (ServerReflectionInfo as handleBidiStreamingCall<unknown, unknown>)(stream);
      },
    });
  });
}

/** Who does not read the answers is not read from either: the library answers whatever comes. */
function readWhileRead(stream: ServerDuplexStream<unknown, unknown>): void {
  const write = stream.write.bind(stream) as (...answer: unknown[]) => boolean;
  stream.write = (...answer: unknown[]) => {
    const more = write(...answer);
    if (!more) {
      stream.pause();
      stream.once("drain", () => stream.resume());
    }
    return more;
  };
}

function reflectionOf(methods: readonly Answered[]): ReflectionService {
  const files = globSync("talanoa/v1/*.proto", { cwd: protoFolder });
  const loaded = loadSync(files, { includeDirs: [protoFolder], keepCase: true });
  const services = [...new Set(methods.map(({ method }) => method.path.split("/")[1] ?? ""))];
  // Each definition carries the descriptors of all files: one tells as much as all of them.
  return new ReflectionService(Object.fromEntries(Object.entries(loaded).slice(0, 1)), {
    services,
  });
}

function addedBy(reflection: ReflectionService): Added[] {
  const added: Added[] = [];
  reflection.addToServer({ addService: (...one) => void added.push(one) });
  return added;
}
