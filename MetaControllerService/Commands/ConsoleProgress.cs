using MctsAspire.MetaControllerService.Training.Progress;
using MctsAspire.MetaControllerService.Training.Sessions;
using Spectre.Console;

namespace MctsAspire.MetaControllerService.Commands;

/// <summary>Chooses how progress is shown: as a bar on a terminal, else as lines.</summary>
internal static class ConsoleProgress
{
    /// <summary>Progress for where the command writes to.</summary>
    public static ShowProgress For(CommandContext context) =>
        context.Output == Console.Out && !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive
            ? work => BarProgress.RunAsync(AnsiConsole.Console, context.Time, work)
            : work => work(new LineProgress(context.Output, context.Time));
}
