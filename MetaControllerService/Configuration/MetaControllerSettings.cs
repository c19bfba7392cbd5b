using MctsAspire.MetaControllerService.Controllers;

namespace MctsAspire.MetaControllerService.Configuration;

/// <summary>How this service decides and what it remembers: the section <c>MetaController</c> of the configuration.</summary>
internal sealed record MetaControllerSettings
{
    /// <summary><c>MetaController:Type</c> or <c>META_CONTROLLER_TYPE</c>: what decides, <c>rules</c>, <c>rnn</c> or <c>bert</c>. While there is no model of that type, the rules do.</summary>
    public string Type { get; init; } = ControllerTypes.Rnn;

    /// <summary><c>MetaController:Model</c> or <c>META_CONTROLLER_MODEL</c>: a bundle, or the folder of a Hugging Face checkpoint. Null: the newest artifact.</summary>
    public string? Model { get; init; }

    /// <summary><c>MetaController:Threshold</c> or <c>META_CONTROLLER_THRESHOLD</c>: the confidence of a model, 0 to 1, below which the rules decide.</summary>
    public double Threshold { get; init; } = 0.6;

    /// <summary><c>MetaController:Exploration</c> or <c>META_CONTROLLER_EXPLORATION</c>: share of the decisions, 0 to 1, that chance makes.</summary>
    public double Exploration { get; init; }

    /// <summary><c>MetaController:PollSeconds</c>: seconds between two looks for a newer model, 1 to 86,400; 0: only when asked to.</summary>
    public int PollSeconds { get; init; } = 10;

    /// <summary><c>MetaController:ModelMegabytes</c>: the largest model that is read, 1 to 2,000 MiB.</summary>
    public int ModelMegabytes { get; init; } = 512;

    /// <summary><c>MetaController:LogFileMegabytes</c>: size at which another file of the decision log is begun, 1 to 1,024 MiB.</summary>
    public int LogFileMegabytes { get; init; } = 16;

    /// <summary><c>MetaController:LogFiles</c>: files of the decision log that are kept, 1 to 1,000; the oldest is deleted for a new one.</summary>
    public int LogFiles { get; init; } = 16;

    /// <summary><c>MetaController:IndexedDecisions</c>: latest decisions among which similar ones are looked for, 0 to 100,000.</summary>
    public int IndexedDecisions { get; init; } = 10_000;

    /// <summary>Everything of this service that is kept, below <c>MCTS_DATA_DIR</c>.</summary>
    public const string Folder = "meta-controller";

    /// <summary>The decision log, below <see cref="Folder"/>.</summary>
    public const string LogFolder = "decisions";
}
