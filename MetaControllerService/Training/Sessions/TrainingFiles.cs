namespace MctsAspire.MetaControllerService.Training.Sessions;

/// <summary>What a run leaves behind.</summary>
/// <param name="Model">The bundle.</param>
/// <param name="Report">The report, as HTML.</param>
internal sealed record TrainingFiles(ReadOnlyMemory<byte> Model, string Report)
{
    /// <summary>Whose artifacts reports are.</summary>
    public const string ReportOwner = "meta-controller-reports";
}
