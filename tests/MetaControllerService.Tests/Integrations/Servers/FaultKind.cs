namespace MctsAspire.MetaControllerService.Tests.Integrations.Servers;

/// <summary>What a server does to a request.</summary>
public enum FaultKind
{
    /// <summary>Nothing: it does what it should.</summary>
    None,

    /// <summary>It takes nothing and answers well, with errors as GraphQL has them.</summary>
    ErrorsInside,

    /// <summary>It answers with a status.</summary>
    Status,

    /// <summary>It takes nothing and breaks the connection.</summary>
    Reset,

    /// <summary>It takes all and breaks the connection before it answers.</summary>
    ResetBehind,

    /// <summary>It takes all and sends half of its answer.</summary>
    HalfAnswer,

    /// <summary>It takes all and answers with what is no JSON.</summary>
    Nonsense,

    /// <summary>It takes all and answers with other JSON than its API's.</summary>
    OtherJson,

    /// <summary>It takes nothing and says nothing until the caller goes.</summary>
    Silence,

    /// <summary>It takes all and says nothing until the caller goes.</summary>
    SilenceBehind,
}
