using System.Globalization;
using System.Text.Json;
using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Text;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Models;

/// <summary>Bundles as files: one safetensors file whose metadata holds all that isn't a tensor.</summary>
internal static class BundleFile
{
    private const string Format = "mcts-meta-controller-1";

    /// <summary>The largest file that settings may allow, in MiB.</summary>
    public const int MostMegabytes = 2000;

    // What the format allows. The largest vocabulary, of 32 MiB, takes 34 MB as a JSON text, and more only where it is made of control characters.
    private const int MostHeaderBytes = 100_000_000;
    private const int MostTensors = 10_000;
    private const int LongestText = 100_000;

    private static readonly SafeTensorsLimits Limits = new() { MaxHeaderBytes = MostHeaderBytes, MaxTensors = MostTensors };

    /// <summary>Reads a bundle. What is read may come from anyone.</summary>
    /// <param name="file">The whole file.</param>
    /// <exception cref="ModelFormatException">It is no bundle, is broken, or of another architecture; the message names the tensor or the field.</exception>
    public static ModelBundle Read(ReadOnlyMemory<byte> file) => Of(SafeTensors.Read(file, Limits));

    /// <summary>Reads a bundle from a file that may be anything, endless among it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">The most bytes that are read.</param>
    /// <exception cref="ModelFormatException">It is no bundle, is too large, broken, or of another architecture.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static ModelBundle Read(string path, int mostBytes)
    {
        var length = new FileInfo(path).Length;
        if (length > mostBytes)
            throw new ModelFormatException($"{Path.GetFileName(path)} has {length} bytes; at most {mostBytes} are read (MetaController:ModelMegabytes).");
        using var file = File.OpenRead(path);
        return Of(SafeTensors.Read(file, Limits with { MaxBytes = mostBytes }));
    }

    private static ModelBundle Of(SafeTensorsFile file)
    {
        var (weights, metadata, _) = file;
        if (Text(metadata, "format") is var format && format != Format)
            throw new ModelFormatException($"__metadata__.format is '{Shown(format)}', and must be {Format}: the file is no bundle of a router.");

        var bundle = Text(metadata, "type") switch
        {
            ControllerTypes.Rnn => ModelBundle.Of(GruConfig.Parse(Text(metadata, "config")), weights),
            ControllerTypes.Bert => ModelBundle.Of(BertConfig.Parse(Text(metadata, "config")), ReadTokenizer(metadata), weights),
            var type => throw new ModelFormatException($"__metadata__.type is '{Shown(type)}', and must be {ControllerTypes.Rnn} or {ControllerTypes.Bert}."),
        };
        if (Text(metadata, "version") is var version && version != bundle.Version)
            throw new ModelFormatException($"__metadata__.version is '{Shown(version)}', and the tensors are those of {bundle.Version}: the file has been damaged or changed.");
        return bundle with { Created = Optional(metadata, "created"), Training = ReadTraining(metadata) };
    }

    /// <summary>A bundle as a file's bytes; the same bundle gives the same bytes.</summary>
    public static ReadOnlyMemory<byte> ToBytes(ModelBundle bundle)
    {
        // Of its length at once, as large as most bundles are, and not grown by doubling.
        var room = (bundle.Parameters * sizeof(float)) + (bundle.Tokenizer?.Vocabulary.Tokens.Sum(token => token.Length + 4L) ?? 0) + 100_000;
        using var file = new MemoryStream((int)Math.Min(room, Array.MaxLength));
        Write(file, bundle);
        return file.GetBuffer().AsMemory(0, (int)file.Length);
    }

    /// <summary>Writes a bundle; the same bundle gives the same bytes.</summary>
    public static void Write(Stream file, ModelBundle bundle)
    {
        var metadata = new Dictionary<string, string>
        {
            ["format"] = Format,
            ["type"] = bundle.Type,
            ["config"] = bundle.Config,
            ["version"] = bundle.Version,
            ["created"] = bundle.Created,
            ["training"] = bundle.Training,
        };
        if (bundle.Tokenizer is { } tokenizer)
        {
            metadata["vocab"] = tokenizer.Vocabulary.ToString();
            metadata["lower_case"] = tokenizer.LowerCase ? "true" : "false";
        }

        SafeTensors.Write(file, bundle.Weights, metadata);
    }

    private static WordPieceTokenizer ReadTokenizer(IReadOnlyDictionary<string, string> metadata)
    {
        var lowerCase = Text(metadata, "lower_case") switch
        {
            "true" => true,
            "false" => false,
            var text => throw new ModelFormatException($"__metadata__.lower_case is '{Shown(text)}', and must be true or false."),
        };
        return new WordPieceTokenizer(Vocabulary.Parse(Text(metadata, "vocab")), lowerCase);
    }

    private static string ReadTraining(IReadOnlyDictionary<string, string> metadata)
    {
        var training = Optional(metadata, "training");
        if (training.Length == 0)
            return "";
        try
        {
            using var json = JsonDocument.Parse(training, new JsonDocumentOptions { MaxDepth = 32 });
            return training;
        }
        catch (JsonException failure)
        {
            throw new ModelFormatException("__metadata__.training is not JSON of at most 32 levels.", failure);
        }
    }

    private static string Text(IReadOnlyDictionary<string, string> metadata, string field) => metadata.TryGetValue(field, out var text)
        ? text
        : throw new ModelFormatException($"__metadata__.{field} is missing: the file is no bundle of a router.");

    private static string Optional(IReadOnlyDictionary<string, string> metadata, string field)
    {
        var text = metadata.GetValueOrDefault(field, "");
        return text.Length <= LongestText
            ? text
            : throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture, $"__metadata__.{field} has {text.Length} characters; at most {LongestText} are allowed."));
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
