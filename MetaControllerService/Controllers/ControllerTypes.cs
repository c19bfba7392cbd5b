using System.Collections.Immutable;

namespace MctsAspire.MetaControllerService.Controllers;

/// <summary>The kinds of controllers.</summary>
internal static class ControllerTypes
{
    /// <summary>Fixed rules.</summary>
    public const string Rules = "rules";

    /// <summary>A GRU over the run's states.</summary>
    public const string Rnn = "rnn";

    /// <summary>BERT on the last state's text.</summary>
    public const string Bert = "bert";

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<string> All = [Rules, Rnn, Bert];
}
