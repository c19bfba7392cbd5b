using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Optimizers;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Tests.Modules;

/// <summary>Whole training runs, dropout, clipping and schedule included.</summary>
public sealed class TrainingTests
{
    [Fact]
    public void ARunHasTheSameBitsForAnyNumberOfThreads()
    {
        var alone = new Run(new LoraConfig(), null);
        alone.Go(4);
        using var team = new WorkerTeam(3);
        var shared = new Run(new LoraConfig(), team);
        shared.Go(4);
        shared.Bits.ShouldBe(alone.Bits);
    }

    [Fact]
    public void ARunThatIsResumedHasTheSameBitsAsOneThatWasNotInterrupted()
    {
        var straight = new Run(null, null);
        straight.Go(6);
        var interrupted = new Run(null, null);
        interrupted.Go(3);
        var resumed = interrupted.Resumed();
        resumed.Go(3);
        resumed.Bits.ShouldBe(straight.Bits);
    }

    [Fact]
    public void DropoutsSeedChangesTheRun()
    {
        var (one, other) = (new Run(null, null), new Run(null, null, dropoutSeed: 6));
        one.Go(2);
        other.Go(2);
        other.Bits.ShouldNotBe(one.Bits);
    }

    [Fact]
    public void ASmallProblemIsLearned()
    {
        var model = new GruClassifier(new GruConfig(HiddenSize: 24, Layers: 2), new SeededRandom(1));
        var (tape, optimizer) = (new Tape(new SeededRandom(2)), new Adam(model.Parameters, AdamOptions.Adam));
        var correct = 0;
        for (var step = 0; step < 400; step++)
        {
            // The first state's largest feature among three has to be remembered over the whole sequence.
            var sequences = Batches.Features(32 * 4 * 10, (ulong)step);
            int[] labels = [.. Enumerable.Range(0, 32).Select(i => Largest(sequences.AsSpan(i * 40, 3)))];
            tape.Start(training: true);
            var logits = model.Forward(tape, sequences, [], 32, 4);
            tape.Backward(tape.CrossEntropy(logits, labels));
            optimizer.Step(1e-2);
            if (step >= 350) correct += Enumerable.Range(0, 32).Count(i => Largest(logits.Row(i)) == labels[i]);
        }

        (correct / (50.0 * 32)).ShouldBeGreaterThan(0.85);
    }

    [Fact]
    public void BatchesOfEqualShapeUseTheSameMemoryAgain()
    {
        var run = new Run(null, null);
        run.Go(3);
        var before = GC.GetAllocatedBytesForCurrentThread();
        run.Go(5);

        // Five batches' tensors are some six million bytes. A collection at the wrong moment may empty the pool of small buffers.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(200_000);
    }

    private static int Largest(ReadOnlySpan<float> values)
    {
        var largest = 0;
        for (var i = 1; i < values.Length; i++) largest = values[i] > values[largest] ? i : largest;
        return largest;
    }

    private sealed class Run
    {
        private const int Batch = 12;
        private const int Length = 16;

        private readonly BertClassifier _model;
        private readonly Tape _tape;
        private readonly Adam _optimizer;
        private readonly WorkerTeam? _team;
        private readonly LoraConfig? _lora;
        private readonly LearningRateSchedule _schedule = new(1e-2, 2, 10);
        private readonly int[] _tokens = Batches.Numbers(Batch * Length, 30, 3);
        private readonly int[] _lengths = [16, 3, 9, 1, 16, 12, 7, 16, 15, 2, 10, 11];
        private readonly int[] _labels = Batches.Numbers(Batch, 3, 4);

        public Run(LoraConfig? lora, WorkerTeam? team, ulong dropoutSeed = 5)
        {
            (_lora, _team) = (lora, team);
            _model = new BertClassifier(Batches.SmallBert, new SeededRandom(1), lora);
            _tape = new Tape(new SeededRandom(dropoutSeed), team);
            _optimizer = new Adam(_model.Parameters, AdamOptions.AdamW, team);
        }

        private Run(Run before)
        {
            (_lora, _team) = (before._lora, before._team);
            _model = new BertClassifier(Batches.SmallBert, new SeededRandom(99), _lora, before._model.Export());
            _tape = new Tape(new SeededRandom(before._tape.Random.Seed, before._tape.Random.Position));
            _optimizer = new Adam(_model.Parameters, AdamOptions.AdamW);
            _optimizer.Load(before._optimizer.Export());
        }

        /// <summary>The bits of all parameters.</summary>
        public int[] Bits => [.. _model.Parameters.SelectMany(parameter => parameter.Tensor.Values.ToArray()).Select(BitConverter.SingleToInt32Bits)];

        /// <summary>Another run with what a checkpoint would hold of this one.</summary>
        public Run Resumed() => new(this);

        public void Go(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                _tape.Start(training: true);
                var loss = _tape.CrossEntropy(_model.Forward(_tape, _tokens, [], _lengths, Batch, Length), _labels);
                _tape.Backward(loss);
                GradientClipping.ByGlobalNorm(_model.Parameters, 1);
                _optimizer.Step(_schedule.At(_optimizer.StepCount));
            }
        }
    }
}
