using System.Security.Cryptography;
using System.Text;

namespace MctsAspire.AppHost.Settings;

/// <summary>The API key of whoever runs the app.</summary>
/// <param name="Value">The key.</param>
/// <param name="Origin">Where it comes from, for the console.</param>
internal sealed record DevelopmentKey(string Value, string Origin)
{
    /// <summary>The environment variable that sets it.</summary>
    public const string Variable = "MCTS_API_KEY";

    private const string FileName = "api-key";
    private const string Prefix = "mcts_";
    private const int RandomBytes = 32;
    private const int Longest = 256;

    /// <summary>The hash that the Gateway knows the key by: SHA-256, 64 lower-case hexadecimal digits.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Value)));

    /// <summary>Takes the configured key, else the one that is kept in the data folder, else makes one and keeps it.</summary>
    /// <param name="configured">The value of MCTS_API_KEY.</param>
    /// <param name="folder">The data folder.</param>
    /// <returns>The key.</returns>
    /// <exception cref="AppException">The key can't travel in an HTTP header, or can't be kept.</exception>
    public static DevelopmentKey Take(string? configured, DataFolder folder)
    {
        if (!string.IsNullOrEmpty(configured))
            return IsUsable(configured)
                ? new DevelopmentKey(configured, $"from {Variable}")
                : throw new AppException($"{Variable} must have 1 to {Longest} printable ASCII characters without spaces, since it travels in an HTTP header; choose another.");

        var path = Path.Combine(folder.Path, FileName);
        try
        {
            var kept = File.Exists(path) ? File.ReadAllText(path).Trim() : Make(path);
            return IsUsable(kept)
                ? new DevelopmentKey(kept, $"kept in {path}")
                : throw new AppException($"{path} does not hold a key of 1 to {Longest} printable ASCII characters; remove it to get a new one.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new AppException($"the development key {path} can't be read or written ({problem.Message}); correct its permissions, or set {Variable}.");
        }
    }

    private static string Make(string path)
    {
        var key = Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(RandomBytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var unfinished = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(unfinished, options))
            file.Write(Encoding.ASCII.GetBytes(key + "\n"));

        try
        {
            File.Move(unfinished, path, overwrite: false);
            return key;
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another app on the same folder was faster.
            File.Delete(unfinished);
            return File.ReadAllText(path).Trim();
        }
    }

    private static bool IsUsable(string key) => key.Length is > 0 and <= Longest && key.All(character => character is > ' ' and < (char)127);
}
