namespace MctsAspire.Integration.Tests;

/// <summary>Questions about <c>samples/knowledge</c>, the words that the right sentence holds, and the document it stands in.</summary>
internal static class Questions
{
    public static readonly (string Query, string Sentence, string Document)[] All =
    [
        ("Recommend defensive positions for night attack scenario", "mutually supporting two-man trenches on the reverse slope", "night-defence-positions"),
        ("When was the night attack at Târgoviște fought?", "fought on 17 June 1462", "night-attack-targoviste"),
        ("Who led the janissaries?", "The janissaries, led by Mihaloğlu Ali Bey", "night-attack-targoviste"),
        ("How many Americans were killed at Stony Point?", "lost 15 killed and 83 wounded", "night-attack-stony-point"),
        ("How long does a parachute flare burn?", "burns for about 40 seconds", "night-illumination"),
        ("Who planned the assault on Stony Point?", "George Washington planned the assault himself", "night-attack-stony-point"),
        ("Where is the head office of Halden Freight?", "The head office is in Esbjerg", "handbook-company"),
        ("How long are nightly backups kept?", "Nightly backups are kept for 35 days", "runbook-backups"),
        ("On which day does Halden Freight release its platform?", "every Wednesday at 14:00", "runbook-releases"),
        ("How thick are the rings of Saturn?", "only about 10 metres thick", "astronomy-saturn"),
        ("When will Halley's Comet return?", "the next time will be in July 2061", "astronomy-halley"),
        ("When was Europa Clipper launched?", "launched on 14 October 2024", "astronomy-jupiter-moons"),
        ("Who discovered the first pulsar?", "discovered by Jocelyn Bell Burnell", "astronomy-pulsars"),
    ];
}
