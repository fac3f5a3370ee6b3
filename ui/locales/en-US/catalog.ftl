catalog-title = Catalog
catalog-search = Search programs
catalog-search-hint = Search { $count } programs: a title, a job, an exam…
catalog-clear-search = Clear the search
catalog-key-search = Search the catalog
catalog-key-move = Next or previous result
catalog-list = Programs
catalog-found = { $count ->
    [one] 1 program
   *[other] { $count } programs
}
catalog-found-of = { $count ->
    [one] 1 of { $all } programs
   *[other] { $count } of { $all } programs
}
catalog-as-of = Catalog as of { $when }
catalog-as-of-offline = You are offline. Searching works as always, in the catalog as of { $when }.
catalog-corrected = Nothing is called “{ $text }”. These are the results for “{ $corrected }”.

catalog-sort = Sort by
catalog-sort-best = Best match
catalog-sort-title = Title
catalog-sort-price = Price, lowest first
catalog-sort-hours = Hours, fewest first

catalog-filters = Filters
catalog-filters-count = Filters ({ $count })
catalog-show-results = { $count ->
    [one] Show 1 program
   *[other] Show { $count } programs
}
catalog-clear-all = Clear all
catalog-drop = Drop: { $name }
catalog-show-all = Show all { $count }
catalog-show-fewer = Show fewer

catalog-facet-state = Your state
catalog-facet-categories = Field
catalog-facet-hours = Hours of study
catalog-facet-access-months = Access
catalog-facet-prices = Total price
catalog-facet-clinical = Live practice
catalog-facet-prepares-for = Prepares for
catalog-state-none = Not chosen
catalog-state-hint = Some states have rules about who may enroll and what a certificate counts for.
catalog-open-in-state = Open in { $state }
catalog-open-choose = Choose your state to filter by it
catalog-hours-short = Under 25 hours
catalog-hours-medium = 25 to 99 hours
catalog-hours-long = 100 to 199 hours
catalog-hours-very-long = 200 hours and more
catalog-price-under200 = Under $200
catalog-price-under500 = $200 to $499
catalog-price-under1000 = $500 to $999
catalog-price-over1000 = $1,000 and more
catalog-access = { $months ->
    [one] 1 month
   *[other] { $months } months
}
catalog-clinical-yes = Needs live practice
catalog-clinical-no = No live practice

catalog-hours = { $hours ->
    [one] 1 hour
   *[other] { $hours } hours
}
catalog-row-access = { $months ->
    [one] 1 month of access
   *[other] { $months } months of access
}
catalog-row-clinical = Live practice besides
catalog-row-review = A person decides
catalog-total = in all
catalog-state-refused = Not open in { $state }
catalog-state-meets = Meets the rule in { $state }
catalog-state-does-not-meet = Does not meet the rule in { $state }
catalog-state-not-determined = Not determined in { $state }

catalog-none-title = No program fits all of this
catalog-none-text = Nothing in the catalog matches your search and your filters together. Drop one of them.
catalog-none-search = Search: “{ $text }”
catalog-never-title = The catalog is not on this computer yet
catalog-never-text = Connect to the internet once. Carrel fetches the school’s whole catalog, and from then on you can search it here without a connection.
catalog-fetching-title = Fetching the catalog
catalog-fetching-text = The school’s programs will be here in a moment, and stay on this computer for searching without a connection.
catalog-failed-more = The rest of the list could not be shown.
