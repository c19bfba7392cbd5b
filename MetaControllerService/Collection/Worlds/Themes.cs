namespace MctsAspire.MetaControllerService.Collection.Worlds;

/// <summary>The kinds of things and what can be known of them.</summary>
internal static class Themes
{
    /// <summary>Where a person was born: the second step of questions that need two.</summary>
    public static readonly Relation Birthplace = new(
        ValueKind.Town,
        ["{0} was born in {1}.", "{0} came into the world at {1}.", "{0} spent a childhood in {1}, the place of birth."],
        ["Where was {0} born?"], "where was that person born", "Where were {0} and {1} born?");

    /// <summary>All themes.</summary>
    public static readonly Theme[] All =
    [
        new(
            "Bridge",
            [
                Year("{0} opened in {1}.", "The first carts crossed {0} in {1}.", "When did {0} open?", "when did it open", "When did {0} and {1} open?"),
                Number("{0} is {1} metres long.", "From bank to bank {0} measures {1} metres.", "How long is {0}?", "how long is it", "How long are {0} and {1}?", "Which is longer, {0} or {1}?"),
                Number("Building {0} cost {1} crowns.", "The council paid {1} crowns for {0}.", "How much did {0} cost?", "how much did it cost", "How much did {0} and {1} cost?", "Which is more expensive, {0} or {1}?"),
                Person("{0} was designed by {1}.", "The plans of {0} are the work of {1}.", "Who designed {0}?", "who designed it", "Who designed {0} and {1}?"),
            ],
            "the designer of {0}",
            ["A ferry ran beside {0} until the pier was given up.", "Swallows nest below {0} every spring.", "The lamps on {0} burn all night.", "Fishermen like the shade of {0}.", "Pilgrims rest at {0} before the climb."]),
        new(
            "Observatory",
            [
                Year("{0} was founded in {1}.", "Work at {0} goes back to {1}.", "When was {0} founded?", "when was it founded", "When were {0} and {1} founded?"),
                Number("The main mirror of {0} is {1} millimetres wide.", "Light falls on {1} millimetres of glass at {0}.", "How wide is the main mirror of {0}?", "how wide is its main mirror", "How wide are the main mirrors of {0} and {1}?"),
                Number("{0} is {1} metres high above the sea.", "The dome of {0} stands at an altitude of {1} metres.", "How high is {0}?", "how high is it", "How high are {0} and {1}?", "Which is higher, {0} or {1}?"),
                Person("{0} is led by {1}.", "At the head of {0} stands {1}.", "Who leads {0}?", "who leads it", "Who leads {0} and {1}?"),
            ],
            "the person who leads {0}",
            ["Clouds keep {0} idle for half of the winter.", "A mule track leads to {0}.", "Students may visit {0} on open days.", "The kitchen of {0} is known for its soup.", "Letters to {0} arrive twice a week."]),
        new(
            "Mine",
            [
                Year("{0} was closed in {1}.", "The last shift left {0} in {1}.", "When was {0} closed?", "when was it closed", "When were {0} and {1} closed?"),
                Number("{0} is {1} metres deep.", "The lowest gallery of {0} lies {1} metres below the yard.", "How deep is {0}?", "how deep is it", "How deep are {0} and {1}?", "Which is deeper, {0} or {1}?"),
                Number("{0} employed {1} people.", "In its best days {1} hands earned their bread at {0}.", "How many people did {0} employ?", "how many people did it employ", "How many people did {0} and {1} employ?"),
                Person("{0} was discovered by {1}.", "It was {1} who came upon the vein of {0}.", "Who discovered {0}?", "who discovered it", "Who discovered {0} and {1}?"),
            ],
            "the person who discovered {0}",
            ["Water had to be pumped out of {0} day and night.", "Ponies pulled the wagons of {0}.", "A small museum tells of {0}.", "Songs are still sung about {0}.", "The tower of {0} can be seen from the lake."]),
        new(
            "Library",
            [
                Year("{0} was built in {1}.", "The walls of {0} went up in {1}.", "When was {0} built?", "when was it built", "When were {0} and {1} built?"),
                Number("{0} holds {1} manuscripts.", "On the shelves of {0} stand {1} manuscripts.", "How many manuscripts does {0} hold?", "how many manuscripts does it hold", "How many manuscripts do {0} and {1} hold?"),
                Number("The tower of {0} is {1} feet tall.", "It takes a ladder of {1} feet to reach the top of {0}.", "How tall is the tower of {0}?", "how tall is its tower", "How tall are the towers of {0} and {1}?"),
                Person("{0} was endowed by {1}.", "The money for {0} came from {1}.", "Who endowed {0}?", "who endowed it", "Who endowed {0} and {1}?"),
            ],
            "the person who endowed {0}",
            ["Readers at {0} must wear gloves.", "A cat lives in the cellar of {0}.", "The clock of {0} is always late.", "Concerts are held in the yard of {0}.", "Scholars of many lands have worked at {0}."]),
    ];

    private static Relation Year(string plain, string other, string question, string clause, string plural) => new(ValueKind.Year, [plain, other], [question], clause, plural);

    private static Relation Number(string plain, string other, string question, string clause, string plural, string? comparison = null) =>
        new(ValueKind.Number, [plain, other], [question], clause, plural, comparison);

    private static Relation Person(string plain, string other, string question, string clause, string plural) => new(ValueKind.Person, [plain, other], [question], clause, plural);
}
