# Will this lead where I want? Nothing here promises anything: the bodies decide.
eligibility-title = Will this lead where I want?
eligibility-lead = Choose where you live and what you want. Carrel holds it against what the school wrote down, piece by piece, with its source. It works without a network and without signing in.
eligibility-goal = What you want
eligibility-state = State
eligibility-state-none = Not chosen
eligibility-questions = What only you know
eligibility-questions-text = Your answers are remembered until you close Carrel, and reach nobody unless you keep them with a request. What you leave open counts as unknown, never as yes.
eligibility-yes = Yes
eligibility-no = No
eligibility-unknown = I do not know
eligibility-none = The school has written nothing down about goals for this program. Ask the school, and ask the exam board or the state itself.
eligibility-verdict-meets = Meets the rule, by what is known
eligibility-verdict-does-not-meet = Does not meet the rule
eligibility-verdict-not-determined = Not determined
eligibility-why-no-state = This rule depends on the state. Choose one above.
eligibility-why-no-rule = The school has not found out. Ask the body itself before you pay anyone.
eligibility-why-list-may-lack = Everything listed is met, but the list may lack something. Ask the body itself.
eligibility-open = { $missing ->
    [0] Nothing is missing.
    [one] One piece is missing.
   *[other] { $missing } pieces are missing.
} { $unknown ->
    [0] Nothing is unknown.
    [one] One is unknown.
   *[other] { $unknown } are unknown.
}
eligibility-no-promise = This is no promise. The exam board, the state or the employer decides on your own application.
eligibility-source = Source: { $source }, as of { $date }.
eligibility-route = Way: { $title }
eligibility-other-ways = Other ways
eligibility-met = Met
eligibility-missing = Missing
eligibility-open-piece = Unknown
eligibility-by-school = the school’s own word
eligibility-by-log = by your skills log
eligibility-by-learner = by your own word
eligibility-have = { $have } in your skills log
eligibility-keep-title = Keep this answer with your request
eligibility-keep-text = When you ask for a place in this program, what you read here goes with your request. You and the school both keep it.
eligibility-keep = I have read this. Keep it with my request
eligibility-kept = Kept until you close Carrel: it goes with your request if you ask for a place before that.
eligibility-to-program = To the program
eligibility-section-text = Check it before you pay: what is met, what is missing, and what nobody knows yet.
eligibility-section-check = Check: { $goal }
eligibility-with-request = With your request goes what you read about “{ $goal }”: { $verdict }.
eligibility-leave-out = Leave it out
eligibility-read-again = Read it again
eligibility-was-missing = Missing then: { $pieces }
eligibility-was-unknown = Unknown then: { $pieces }
eligibility-was-read = You had read about “{ $goal }”: { $verdict }. The rule was of { $date }.
eligibility-was-read-undated = You had read about “{ $goal }”: { $verdict }.
