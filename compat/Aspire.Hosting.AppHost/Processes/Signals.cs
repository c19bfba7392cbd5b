using System.Runtime.InteropServices;

namespace Aspire.Hosting.Processes;

/// <summary>Asks processes to end.</summary>
internal static partial class Signals
{
    private const int Term = 15;
    private const int Interrupt = 2;
    private const uint CtrlBreak = 1;
    private const nint Default = 0;
    private const nint Ignored = 1;

    /// <summary>Sends SIGTERM; on Windows Ctrl-Break, to the process group that the process leads.</summary>
    /// <param name="processId">A child of this process.</param>
    /// <param name="hasExited">Whether it has ended, so that its id may belong to another.</param>
    public static void Terminate(int processId, Func<bool> hasExited)
    {
        if (hasExited())
            return;
        if (OperatingSystem.IsWindows())
            _ = GenerateConsoleCtrlEvent(CtrlBreak, (uint)processId);
        else
            _ = Kill(processId, Term);
    }

    /// <summary>
    /// Makes SIGINT count for this process even if a shell script started it in the background, where it is ignored at first: who stops
    /// the script, or sends the signal to the application, wants the application to end. To be called before anything handles signals.
    /// </summary>
    public static void HearInterrupt()
    {
        if (OperatingSystem.IsWindows())
            return;
        var before = SetHandler(Interrupt, Default);
        if (before != Ignored)
            _ = SetHandler(Interrupt, before);
    }

    /// <summary>The id of the process that started this one, or of the one that adopted it; not on Windows.</summary>
    [LibraryImport("libc", EntryPoint = "getppid")]
    public static partial int ParentProcessId();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GenerateConsoleCtrlEvent(uint controlEvent, uint processGroupId);
}
