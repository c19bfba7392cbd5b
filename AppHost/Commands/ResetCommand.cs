using System.Globalization;
using MctsAspire.AppHost.Settings;

namespace MctsAspire.AppHost.Commands;

/// <summary>Empties the local data.</summary>
internal static class ResetCommand
{
    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Empties a folder and says what was in it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="output">Where to say it.</param>
    /// <exception cref="AppException">An app runs on the folder, or it is not this app's own.</exception>
    public static void Run(string folder, TextWriter output)
    {
        var any = DataFolder.Empty(folder, (name, size) => output.WriteLine($"removed {name} ({Text(size)})"));
        output.WriteLine(any ? $"{folder} is empty now." : $"{folder} was empty already.");
    }

    private static string Text(long size)
    {
        var unit = 0;
        var number = (double)size;
        while (number >= 1024 && unit < Units.Length - 1)
        {
            number /= 1024;
            unit++;
        }

        return number.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
