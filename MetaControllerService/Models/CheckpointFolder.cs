using System.Text.Json;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Text;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Models;

/// <summary>A Hugging Face checkpoint of a BERT classifier as it is downloaded: config.json, vocab.txt and model.safetensors in a folder.</summary>
internal static class CheckpointFolder
{
    private const string Config = "config.json";
    private const string Words = "vocab.txt";
    private const string Tensors = "model.safetensors";
    private const string TokenizerConfig = "tokenizer_config.json";
    private const int MostConfigBytes = 1024 * 1024;

    /// <summary>The files that the model is made of.</summary>
    public static IEnumerable<string> Files(string folder) =>
        new[] { Config, Words, Tensors, TokenizerConfig }.Select(name => Path.Combine(folder, name));

    /// <summary>Reads the folder's model.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="mostBytes">The most bytes of tensors.</param>
    /// <exception cref="ModelFormatException">A file is missing, broken or of another architecture; the message names the file and what is wrong in it.</exception>
    public static ModelBundle Read(string folder, int mostBytes)
    {
        var (config, tokenizer, weights) = ReadParts(folder, mostBytes);
        return ModelBundle.Of(config, tokenizer, weights);
    }

    /// <summary>Reads what the folder holds, whatever its classes are: something to train from.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="mostBytes">The most bytes of tensors.</param>
    /// <exception cref="ModelFormatException">A file is missing, broken or of another architecture; the message names the file and what is wrong in it.</exception>
    public static (BertConfig Config, WordPieceTokenizer Tokenizer, ModelWeights Weights) ReadParts(string folder, int mostBytes)
    {
        var config = ReadPart(Config, () => BertConfig.Parse(ReadText(Path.Combine(folder, Config))));
        var vocabulary = ReadPart(Words, () =>
        {
            using var file = Open(Path.Combine(folder, Words));
            return Vocabulary.Read(file);
        });
        var lowerCase = ReadPart(TokenizerConfig, () => ReadLowerCase(Path.Combine(folder, TokenizerConfig)));
        var weights = ReadPart(Tensors, () =>
        {
            using var file = Open(Path.Combine(folder, Tensors));
            return SafeTensors.Read(file, new SafeTensorsLimits { MaxBytes = mostBytes }).Weights;
        });
        return (config, new WordPieceTokenizer(vocabulary, lowerCase), weights);
    }

    // The file is optional, and so is its field: BERT's first release is in lower case.
    private static bool ReadLowerCase(string path)
    {
        if (!File.Exists(path))
            return true;
        try
        {
            using var json = JsonDocument.Parse(ReadText(path), new JsonDocumentOptions { MaxDepth = 32 });
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return true;
            if (json.RootElement.TryGetProperty("do_basic_tokenize", out var basic) && basic.ValueKind == JsonValueKind.False)
                throw new ModelFormatException("do_basic_tokenize is false; it must be true: texts are cut into words first.");
            if (!json.RootElement.TryGetProperty("do_lower_case", out var value))
                return true;
            return value.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? value.GetBoolean()
                : throw new ModelFormatException("do_lower_case must be true or false.");
        }
        catch (JsonException failure)
        {
            throw new ModelFormatException("It is not valid JSON.", failure);
        }
    }

    private static string ReadText(string path)
    {
        using var file = Open(path);
        if (file.Length > MostConfigBytes)
            throw new ModelFormatException($"It has {file.Length} bytes; at most {MostConfigBytes} are allowed.");
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    private static FileStream Open(string path) => File.Exists(path)
        ? File.OpenRead(path)
        : throw new ModelFormatException("There is no such file in the checkpoint's folder.");

    private static T ReadPart<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ModelFormatException failure)
        {
            throw new ModelFormatException($"{name}: {failure.Message}", failure);
        }
    }
}
