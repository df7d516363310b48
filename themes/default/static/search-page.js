/** The search page (in work). */
