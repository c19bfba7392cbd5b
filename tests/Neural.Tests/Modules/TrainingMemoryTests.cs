using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Tests.Modules;

/// <summary>The estimate against what a step really allocates.</summary>
public sealed class TrainingMemoryTests
{
    private const double Share = 0.05;

    [Theory]
    [InlineData(256, 1024, 4, true, true)]
    [InlineData(256, 1024, 4, false, true)]
    [InlineData(512, 600, 8, true, true)]
    [InlineData(512, 600, 8, false, true)]
    [InlineData(96, 200, 3, true, false)]
    public void ABertsStepAllocatesWhatIsEstimated(int size, int wide, int heads, bool everything, bool adapted)
    {
        const int length = 40;
        var config = new BertConfig { VocabSize = 50, HiddenSize = size, NumHiddenLayers = 2, NumAttentionHeads = heads, IntermediateSize = wide, MaxPositionEmbeddings = 64, NumLabels = 3 };
        var lora = adapted ? new LoraConfig() : null;

        long Step(int batch)
        {
            var model = new BertClassifier(config, new SeededRandom(1), lora);
            foreach (var parameter in model.Parameters.Where(_ => everything))
                parameter.Trainable = true;
            return Allocated(tape => model.Forward(tape, Batches.Numbers(batch * length, 50, 2), [], [], batch, length), batch);
        }

        Compare(Step, batch => TrainingMemory.Of(config, lora, everything, batch, length));
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(100, 3)]
    public void AGrusStepAllocatesWhatIsEstimated(int hidden, int layers)
    {
        const int length = 9;
        var config = new GruConfig(HiddenSize: hidden, Layers: layers);

        long Step(int batch)
        {
            var model = new GruClassifier(config, new SeededRandom(1));
            var states = new float[batch * length * config.InputSize];
            return Allocated(tape => model.Forward(tape, states, [], batch, length), batch);
        }

        Compare(Step, batch => TrainingMemory.Of(config, batch, length));
    }

    [Fact]
    public void WeightsAreCountedAsTheNetworksHaveThem()
    {
        var gru = new GruConfig(HiddenSize: 7, Layers: 3);
        TrainingMemory.Weights(gru).ShouldBe(new GruClassifier(gru, new SeededRandom(1)).Parameters.Sum(parameter => parameter.Tensor.Count));
        var bert = BertConfig.Mini with { VocabSize = 30, MaxPositionEmbeddings = 20, NumLabels = 3 };
        TrainingMemory.Weights(bert).ShouldBe(new BertClassifier(bert, new SeededRandom(1)).Parameters.Sum(parameter => parameter.Tensor.Count));
    }

    private static void Compare(Func<int, long> step, Func<int, long> estimate)
    {
        step(2);
        var (measured, estimated) = (step(24) - step(8), estimate(24) - estimate(8));
        ((double)estimated).ShouldBe(measured, Share * measured);
    }

    private static long Allocated(Func<Tape, Tensor> forward, int batch)
    {
        var tape = new Tape(new SeededRandom(1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        tape.Start(training: true);
        tape.Backward(tape.CrossEntropy(forward(tape), new int[batch]));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
