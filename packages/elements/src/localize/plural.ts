type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & {other: string};

/** The form that `language` uses for `count`, with the count written in for `{n}`. */
export function plural(language: string, count: number, forms: Forms): string {
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
  return form.replace('{n}', new Intl.NumberFormat(language).format(count));
}
