using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace MctsAspire.ServiceDefaults.Configuration;

/// <summary>Puts the <c>.env</c> file into the configuration, right below the environment, which wins.</summary>
internal static class DotEnvConfiguration
{
    public static void Add(IConfigurationBuilder configuration, string contentRoot)
    {
        if (DotEnvFile.Find(contentRoot) is not { } file)
            return;

        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in DotEnvFile.Parse(Read(file)))
            values[name] = value;

        configuration.Sources.Insert(PlaceBelowEnvironment(configuration.Sources), new MemoryConfigurationSource { InitialData = values });
    }

    private static int PlaceBelowEnvironment(IList<IConfigurationSource> sources)
    {
        for (var index = 0; index < sources.Count; index++)
        {
            if (sources[index] is EnvironmentVariablesConfigurationSource { Prefix: null or "" })
                return index;
        }

        return 0;
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{DotEnvFile.FileName}: can't be read; make it readable or remove it", exception);
        }
    }
}
