import { OperationPhase } from "@talanoa/contract/generated/talanoa.ts";
import { subRegions } from "@talanoa/sharing/codes/sub-regions.ts";
import { Choice } from "../../../parts/field.tsx";
import { subRegionLabels } from "../../../words/code-words.ts";
import { inLanguage } from "../../../words/words.ts";
import { publishWords } from "../publish-words.ts";
import { valueAt } from "../../../words/draft-path.ts";
import { fieldWords, labelIn } from "../../../words/field-words.ts";
import { FieldAt } from "./field-at.tsx";
import { FormProvider, useForm } from "./form-context.ts";
import { MembersInput } from "./members-input.tsx";
import { isOpenlyMarked, usedAudience } from "./used-audience.ts";
import { useFault } from "./use-fault.ts";
import { LinesInput } from "./value-inputs.tsx";

/** Whom a notice is for: the boxes show whom it would go to as it stands, also where the draft does not say it. */
export function AudienceInput({ path }: { readonly path: string }) {
  const form = useForm();
  const { written } = form;
  const used = usedAudience(written);
  const set = (at: string, value: unknown) => {
    // What is changed is what was shown: nobody goes on as nobody, and is not all once more.
    if (isOpenlyMarked(written)) form.set(path, { ...used, all: used["all"] === true });
    else if (used !== written[path]) form.set(path, used);
    form.set(at, value);
  };
  return (
    <FormProvider value={{ ...form, written: { ...written, [path]: used }, set }}>
      <AudienceParts path={path} isImplied={used["all"] === true && used !== written[path]} />
    </FormProvider>
  );
}

/** The parts of an audience, which add up. */
function AudienceParts({
  path,
  isImplied,
}: {
  readonly path: string;
  /** It goes to all because nobody is named. */
  readonly isImplied: boolean;
}) {
  const { written, set, directory } = useForm();
  const words = inLanguage(publishWords);
  const labels = inLanguage(fieldWords);
  // Where nothing is said an open marking would bring it back.
  const unticked = isOpenlyMarked(written) ? false : undefined;
  const fault = useFault(path);
  const ofAll = useFault(`${path}.all`);
  const ofRegions = useFault(`${path}.sub_regions`);
  const groups = directory?.entries("group").flatMap(({ entry }) => entry.group ?? []) ?? [];
  const operations =
    directory
      ?.entries("operation")
      .flatMap(({ entry: { operation } }) =>
        operation && operation.phase !== OperationPhase.CLOSED ? operation : [],
      ) ?? [];
  return (
    <fieldset class="publish-audience" data-field={path}>
      <legend>{labelIn(labels, path)}</legend>
      {[fault, ofAll, ofRegions].map((text) => text && <p class="field-fault">{text}</p>)}
      <div class="publish-choices">
        <Choice
          label={labels["all"]}
          checked={valueAt(written, `${path}.all`) === true}
          onChange={(checked) => set(`${path}.all`, checked || unticked)}
        />
        {subRegions.map((region) => (
          <Listed key={region} list={`${path}.sub_regions`} item={region}>
            {inLanguage(subRegionLabels)[region]}
          </Listed>
        ))}
      </div>
      {isImplied && <p class="field-hint">{words.impliedAll}</p>}
      <FieldAt path={`${path}.participants`}>
        <MembersInput path={`${path}.participants`} />
      </FieldAt>
      {[
        { list: `${path}.groups`, known: groups },
        { list: `${path}.operations`, known: operations },
      ].map(
        ({ list, known }) =>
          known.length > 0 && (
            <fieldset key={list} class="publish-choices">
              <legend>{labelIn(labels, list)}</legend>
              {known.map(({ id, name }) => (
                <Listed key={id} list={list} item={id}>
                  {id} <span class="quiet">{name}</span>
                </Listed>
              ))}
            </fieldset>
          ),
      )}
      <FieldAt path={`${path}.officers`}>
        <LinesInput path={`${path}.officers`} hint={words.officersHint} />
      </FieldAt>
      <Choice
        label={labels["show"]}
        checked={valueAt(written, `${path}.show`) === true}
        onChange={(checked) => set(`${path}.show`, checked || undefined)}
      />
    </fieldset>
  );
}

/** Whether an item is in a list of the draft. */
function Listed({
  list,
  item,
  children,
}: {
  readonly list: string;
  readonly item: string;
  readonly children: preact.ComponentChildren;
}) {
  const { written, set } = useForm();
  const value = valueAt(written, list);
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <Choice
      label={children}
      checked={chosen.includes(item)}
      onChange={(checked) =>
        set(list, checked ? [...chosen, item] : chosen.filter((its) => its !== item))
      }
    />
  );
}
