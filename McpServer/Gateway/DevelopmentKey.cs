using MctsAspire.ServiceDefaults.Configuration;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.McpServer.Gateway;

/// <summary>The API key that the AppHost makes when none is given and keeps between its runs.</summary>
internal static class DevelopmentKey
{
    /// <summary>The name of the file that holds the key.</summary>
    public const string FileName = "api-key";

    /// <summary>The file that holds the key.</summary>
    public static string FileIn(IConfiguration configuration)
    {
        var folder = configuration["MCTS_DATA_DIR"] is { Length: > 0 } given ? given : FrameworkSettings.DefaultDataDirectory;
        return Path.Combine(Path.GetFullPath(folder), FileName);
    }
}
