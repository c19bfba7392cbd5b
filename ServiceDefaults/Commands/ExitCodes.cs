namespace MctsAspire.ServiceDefaults.Commands;

/// <summary>How a command ends; 0: well.</summary>
public static class ExitCodes
{
    /// <summary>A problem that the caller can mend.</summary>
    public const int Failed = 1;

    /// <summary>A command line that can't be understood.</summary>
    public const int UsageError = 2;

    /// <summary>Stopped by Ctrl-C: 128 and the signal's number, as shells have it.</summary>
    public const int Interrupted = 130;
}
