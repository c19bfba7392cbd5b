namespace MctsAspire.Protos.Rest;

/// <summary>Bounds of the REST API, the same at every door.</summary>
public static class Limits
{
    /// <summary>Characters (code points) of a query.</summary>
    public const int QueryLength = 10_000;

    /// <summary>Iterations of one search whose evaluations are calls.</summary>
    public const int Iterations = 10_000;

    /// <summary>Iterations of one search in a domain that is searched without leaving the process.</summary>
    public const int NativeIterations = 10_000_000;

    /// <summary>Children that the memory of one search is reserved for.</summary>
    public const int Nodes = 64_000_000;

    /// <summary>Bytes of a request body that brings a problem to search.</summary>
    public const int SearchBodyBytes = 8 * 1024 * 1024;

    /// <summary>Bytes of a request body that brings a conversation or texts to embed: about what one message of gRPC holds.</summary>
    public const int ChatBodyBytes = 4 * 1000 * 1000;

    /// <summary>Messages of one conversation, and earlier turns of a request.</summary>
    public const int ChatMessages = 1_000;

    /// <summary>Texts that are embedded by one request.</summary>
    public const int EmbeddedTexts = 2_048;

    /// <summary>UTF-16 code units of one message, earlier turn or text to embed.</summary>
    public const int ChatText = 200_000;

    /// <summary>The exploration constant of UCB1.</summary>
    public const double ExplorationWeight = 10;

    /// <summary>Characters of an id that a caller gives: a thread's, a document's or a search's.</summary>
    public const int ThreadIdLength = 100;

    /// <summary>What such an id is made of.</summary>
    public const string ThreadIdPattern = "^[a-zA-Z0-9_-]+$";

    /// <summary>The largest seed: the largest integer that JSON numbers hold exactly everywhere, 2^53 - 1.</summary>
    public const long Seed = 9_007_199_254_740_991;

    /// <summary>The temperature of a language model.</summary>
    public const double Temperature = 2;

    /// <summary>Tokens that a language model may write.</summary>
    public const int MaxTokens = 100_000;

    /// <summary>Bytes of one document's text, in UTF-8.</summary>
    public const int DocumentBytes = 5 * 1024 * 1024;

    /// <summary>Bytes of a request body that brings documents.</summary>
    public const int DocumentsBodyBytes = 64 * 1024 * 1024;

    /// <summary>Characters (code points) of a document's title.</summary>
    public const int TitleLength = 500;

    /// <summary>Documents of a list whose length nobody asked for.</summary>
    public const int DocumentsListed = 100;

    /// <summary>Artifacts of a list whose length nobody asked for.</summary>
    public const int ArtifactsListed = 50;

    /// <summary>Code points of the name of a budget.</summary>
    public const int BudgetIdLength = 1000;

    /// <summary>Characters of a client's id.</summary>
    public const int ClientIdLength = 100;

    /// <summary>What a client's id is made of.</summary>
    public const string ClientIdPattern = "^[A-Za-z0-9._-]+$";

    /// <summary>Characters (code points) of a key's note.</summary>
    public const int KeyNoteLength = 200;

    /// <summary>Requests that a limit may allow in one window.</summary>
    public const int WindowRequests = 10_000_000;

    /// <summary>Iterations or tokens that a limit may allow in a day.</summary>
    public const long DailyUnits = 1_000_000_000_000;
}
