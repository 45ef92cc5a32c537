import { IntlMessageFormat } from 'intl-messageformat';

/** A message pattern in pieces: its words, and the names of what is put into them. */
export type PatternPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'placeholder'; readonly name: string };

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** As a person reads it: of a plural or a choice the general form (`other`), `#` as its number. */
export function patternParts(pattern: string, locale: string): readonly PatternPart[] {
  return walk(parse(pattern, locale), undefined);
}

/** Names of all placeholders, those that only choose between forms included. */
export function placeholders(pattern: string, locale: string): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (elements: readonly Element[]): void => {
    for (const element of elements) {
      if (isNamed(element)) names.add(element.value);
      if ('options' in element)
        for (const option of Object.values(element.options)) visit(option.value);
    }
  };
  visit(parse(pattern, locale));
  return names;
}

function walk(elements: readonly Element[], counted: string | undefined): readonly PatternPart[] {
  return elements.flatMap((element): readonly PatternPart[] => {
    if ('options' in element) {
      const { other } = element.options;
      return other ? walk(other.value, element.value) : [];
    }
    if (isNamed(element)) return [{ kind: 'placeholder', name: element.value }];
    if ('value' in element) return [{ kind: 'text', text: String(element.value) }];
    return counted === undefined ? [] : [{ kind: 'placeholder', name: counted }];
  });
}

/** Element types of ICU MessageFormat: 0 is literal text, 7 is `#`, 8 a tag. */
function isNamed(element: Element): element is Element & { readonly value: string } {
  const type: number = element.type;
  return type >= 1 && type <= 6;
}

function parse(pattern: string, locale: string): readonly Element[] {
  return new IntlMessageFormat(pattern, locale, undefined, { ignoreTag: true }).getAst();
}
