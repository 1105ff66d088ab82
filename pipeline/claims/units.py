"""Units as printed behind a number, with what they are taken per: a pattern, no more."""

PER = (
    r"(?:(?: ?/ ?(?:kg|day|dL|dl|d|mL|ml|L|l|hr?|hour|week|month|year|min|m[2²3³]|"
    r"[cm]m[2²3³]|mg|g|mmol|mol|sec|s)| per (?:kg|kilogram|second|minute|hour|day|week|month|"
    r"year|(?:deci|milli)?lit(?:er|re)|serving|mole)|"
    r" an? (?:hour|day|night|week|month|year)| (?:once |each |every )?(?:daily|weekly|day|night)|"
    r" each (?:day|week|night))\b)"
)
UNIT = (
    r"%|percent(?:age points?)?|per ?-? ?cent|fold|times|"
    r"(?:[kmuµμnp]?g|mcg|[mdµμ]?[lL]|[mµμnp]?mol|[nµμm]?M|[mµμ]?IU|kcal|k?J|[Cc]al(?:ories?)?|"
    r"kilocalories|kilojoules|CFUs?|"
    r"lbs?|pounds?|ounces?|oz|grams?|milligrams?|micrograms?|kilograms?|(?:milli)?lit(?:er|re)s?|"
    r"cups?|glasses|servings?|portions?|tablets?|capsules?|pills?|drops?|puffs?|drinks?|"
    r"teaspoons?|tablespoons?|mmHg|mm Hg|cm ?H2O|[ckmµn]?m[2²3³]?|"
    r"(?:centi|milli|kilo)?met(?:er|re)s?|"
    r"inch(?:es)?|feet|miles?|°[CF]|degrees|beats|bpm|breaths|units?|[mµμn]?U|mEq|copies|cells|kDa?|"
    r"[kM]?bp|kb|[kMG]?Hz|dB|decibels|"
    rf"[mc]?Gy|mSv|ppm|ms|points?|doses?|steps|cigarettes){PER}{{0,2}}|"
    r"m?sec|seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?|decades?|"
    r"h|d|wks?|mos?|yrs?|y"
)
END = r"(?![\w^]|[,.·]\d)"
