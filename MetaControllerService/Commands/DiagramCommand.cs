using System.CommandLine;
using MctsAspire.MetaControllerService.Diagrams;

namespace MctsAspire.MetaControllerService.Commands;

/// <summary><c>diagram</c>: draws the networks.</summary>
internal static class DiagramCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandHost host)
    {
        var folder = Flags.Text("--output_dir", "folder", "Folder to write to [default: docs/img]");
        var command = new Command("diagram", "Draw both networks as SVG, from the modules themselves") { folder };
        command.SetAction((line, cancellationToken) => host.RunAsync(
            line.InvocationConfiguration.Output,
            line.InvocationConfiguration.Error,
            async (context, stopping) =>
            {
                var target = line.GetValue(folder) ?? Path.Combine("docs", "img");
                Directory.CreateDirectory(target);
                foreach (var (name, drawing) in NetworkDrawings.All())
                {
                    var path = Path.Combine(target, name);
                    await File.WriteAllTextAsync(path, drawing, stopping);
                    await context.Output.WriteLineAsync(path);
                }

                return 0;
            },
            cancellationToken));
        return command;
    }
}
