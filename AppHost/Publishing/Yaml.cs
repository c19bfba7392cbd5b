using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace MctsAspire.AppHost.Publishing;

/// <summary>Writes objects as YAML: maps keep their order, and texts that look like something else are quoted.</summary>
internal static class Yaml
{
    private static readonly ISerializer Serializer = new SerializerBuilder()
        .WithNewLine("\n")
        .WithIndentedSequences()
        .WithQuotingNecessaryStrings(quoteYaml1_1Strings: true)
        .WithDefaultScalarStyle(ScalarStyle.Any)
        .DisableAliases()
        .Build();

    /// <summary>Writes documents one after the other.</summary>
    public static string Write(IEnumerable<object> documents) => string.Join("---\n", documents.Select(Serializer.Serialize));
}
