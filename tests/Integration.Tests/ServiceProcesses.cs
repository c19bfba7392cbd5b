using System.Globalization;

namespace MctsAspire.Integration.Tests;

/// <summary>The processes that run programs built in one folder on one data folder, as Linux shows them.</summary>
internal sealed class ServiceProcesses(string folder, string dataFolder)
{
    /// <summary>The AppHost's own process, not the <c>dotnet run</c> that started it; null when it has ended.</summary>
    public int? AppHost => All().Where(process => process.Command.Contains("/AppHost/bin/", StringComparison.Ordinal)).Select(process => (int?)process.Id).FirstOrDefault();

    /// <summary>All processes of one service, by the name of its project.</summary>
    public IReadOnlyList<int> Of(string project) =>
        [.. All().Where(process => process.Command.Contains($"/{project}/bin/", StringComparison.Ordinal)).Select(process => process.Id)];

    /// <summary>Every process that still runs.</summary>
    public IReadOnlyList<(int Id, string Command)> All()
    {
        var processes = new List<(int, string)>();
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                continue;
            var command = Read(id, "cmdline").Replace('\0', ' ');
            if (command.Contains(folder + "/", StringComparison.Ordinal) && Read(id, "environ").Contains("MCTS_DATA_DIR=" + dataFolder + "\0", StringComparison.Ordinal))
                processes.Add((id, command));
        }

        return processes;
    }

    /// <summary>Processor time that a process has used, in clock ticks.</summary>
    public static long ProcessorTime(int id)
    {
        var stat = Read(id, "stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length < 13 ? 0 : long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    // A process may end between its listing and its reading.
    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}
