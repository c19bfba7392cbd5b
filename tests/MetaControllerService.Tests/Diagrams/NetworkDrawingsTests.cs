using System.Xml.Linq;
using MctsAspire.MetaControllerService.Diagrams;
using MctsAspire.Neural.Networks;
using MctsAspire.Testing;

namespace MctsAspire.MetaControllerService.Tests.Diagrams;

public sealed class NetworkDrawingsTests
{
    public static TheoryData<string> Names => new(NetworkDrawings.All().Select(drawing => drawing.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void TheDrawingInTheDocumentationIsUpToDate(string name)
    {
        var drawing = NetworkDrawings.All().Single(drawing => drawing.Name == name).Drawing;

        File.ReadAllText(Path.Combine(Repository.Root, "docs", "img", name)).ReplaceLineEndings("\n")
            .ShouldBe(drawing, "draw it anew: dotnet run --project MetaControllerService -- diagram");
    }

    [Fact]
    public void TheGruIsDrawnWithItsTensorsAndAllItsWeights()
    {
        var texts = Texts(NetworkDrawings.Gru(new GruConfig(HiddenSize: 8, Layers: 2)));

        texts.ShouldContain("GRU, 2 layers");
        texts.ShouldContain("weight_ih_l0");
        texts.ShouldContain("24 × 10");
        texts.ShouldContain("weight_hh_l1");

        // 24·10 + 24·8 + 48, then 2 · 24·8 + 48, then 3·8 + 3.
        texts.ShouldContain(text => text.EndsWith("939 weights", StringComparison.Ordinal));
    }

    [Fact]
    public void LayersOfOneShapeAreDrawnOnce()
    {
        var config = new BertConfig { VocabSize = 30, HiddenSize = 8, NumHiddenLayers = 3, NumAttentionHeads = 2, IntermediateSize = 16, NumLabels = 3 };

        var texts = Texts(NetworkDrawings.Bert(config, new LoraConfig(Rank: 2)));

        texts.ShouldContain("*.attention.self.query.weight");
        texts.ShouldContain("3 × (8 × 8)");
        texts.ShouldContain("*.attention.self.value.lora_B.weight");
        texts.ShouldContain("3 × (8 × 2)");
    }

    private static List<string> Texts(string drawing) => [.. XDocument.Parse(drawing).Root!.Elements().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
}
