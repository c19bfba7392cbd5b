using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MctsAspire.Neural.Kernels;

namespace MctsAspire.Neural.Tests.Kernels;

public sealed class MatrixProductTests
{
    public static TheoryData<int> Sets => Kernels.Sets.All;

    [Theory]
    [MemberData(nameof(Sets))]
    public void EveryShapeGivesTheProduct(int set)
    {
        var shapes = from rows in new[] { 1, 2, 3, 5, 8, 9, 16, 23, 70 }
                     from depth in new[] { 1, 3, 4, 10, 64, 129 }
                     from columns in new[] { 1, 3, 8, 31, 32, 33, 64, 130, 192 }
                     select (rows, depth, columns);
        foreach (var (rows, depth, columns) in shapes)
            Check(set, rows, depth, columns, left: false, right: false, accumulate: false, withBias: false);
    }

    [Property(MaxTest = 200)]
    public Property TransposedStridedAccumulatedAndBiasedProductsAreRight() => Prop.ForAll(
        (from set in Gen.Choose(0, KernelSet.Supported().Count - 1)
         from rows in Gen.Choose(1, 40)
         from depth in Gen.Choose(0, 70)
         from columns in Gen.Choose(1, 100)
         from flags in Gen.Choose(0, 15)
         select (set, rows, depth, columns, flags)).ToArbitrary(),
        x => Check(x.set, x.rows, x.depth, x.columns, (x.flags & 1) != 0, (x.flags & 2) != 0, (x.flags & 4) != 0, (x.flags & 8) != 0));

    [Theory]
    [InlineData(512, 256, 768)]
    [InlineData(300, 512, 40)]
    [InlineData(64, 1000, 3)]
    public void TheBitsAreTheSameForAnyNumberOfThreads(int rows, int depth, int columns)
    {
        var (a, b) = (Kernels.Sets.Values(rows * depth, 1), Kernels.Sets.Values(depth * columns, 2));
        var alone = new float[rows * columns];
        MatrixProduct.Multiply(new Matrix(a, rows, depth), new Matrix(b, depth, columns), alone);
        foreach (var threads in new[] { 1, 2, 3, 7 })
        {
            using var team = new WorkerTeam(threads);
            var shared = new float[rows * columns];
            MatrixProduct.Multiply(new Matrix(a, rows, depth), new Matrix(b, depth, columns), shared, team: team);
            shared.ShouldBe(alone);
        }
    }

    [Fact]
    public void ARowHasTheSameBitsAloneAndAmongOthers()
    {
        const int rows = 21, depth = 64, columns = 192;
        var (a, b) = (Kernels.Sets.Values(rows * depth, 3), Kernels.Sets.Values(depth * columns, 4));
        var all = new float[rows * columns];
        MatrixProduct.Multiply(new Matrix(a, rows, depth), new Matrix(b, depth, columns), all);
        for (var row = 0; row < rows; row++)
        {
            var one = new float[columns];
            MatrixProduct.Multiply(new Matrix(a.AsSpan(row * depth, depth), 1, depth), new Matrix(b, depth, columns), one);
            one.ShouldBe(all[(row * columns)..((row + 1) * columns)]);
        }
    }

    [Fact]
    public void ShapesThatDoNotFitAreRefused()
    {
        var values = new float[12];
        Should.Throw<ArgumentException>(() => new Matrix(values, 3, 5).Rows).ParamName.ShouldBe("values");
        Should.Throw<ArgumentException>(() => new Matrix(values, 3, 3, 5).Rows).ParamName.ShouldBe("values");
        Should.Throw<ArgumentException>(() => MatrixProduct.Multiply(new Matrix(values, 3, 4), new Matrix(values, 3, 4), new float[12])).ParamName.ShouldBe("b");
        Should.Throw<ArgumentException>(() => MatrixProduct.Multiply(new Matrix(values, 3, 4), new Matrix(values, 4, 3), new float[8])).ParamName.ShouldBe("c");
        Should.Throw<ArgumentException>(() => MatrixProduct.Multiply(new Matrix(values, 3, 4), new Matrix(values, 4, 3), new float[9], bias: [1, 2])).ParamName.ShouldBe("bias");
    }

    private static void Check(int set, int rows, int depth, int columns, bool left, bool right, bool accumulate, bool withBias)
    {
        const int gap = 3;
        var (a, b) = (Kernels.Sets.Values((rows + gap) * (depth + gap), 1), Kernels.Sets.Values((columns + gap) * (depth + gap), 2));
        var (bias, stride) = (Kernels.Sets.Values(columns, 3), columns + gap);
        var before = Kernels.Sets.Values((rows * stride) + gap, 4);
        var c = before.ToArray();
        var x = left ? new Matrix(a, depth, rows, rows + gap).Transposed : new Matrix(a, rows, depth, depth + gap);
        var y = right ? new Matrix(b, columns, depth, depth + gap).Transposed : new Matrix(b, depth, columns, columns + gap);
        MatrixProduct.Multiply(Kernels.Sets.Get(set), x, y, c, accumulate, withBias ? bias : [], null, stride);
        for (var i = 0; i < c.Length; i++)
        {
            var (row, column) = (i / stride, i % stride);
            if (row >= rows || column >= columns)
            {
                c[i].ShouldBe(before[i], "nothing beside the product may be written");
                continue;
            }

            double expected = (withBias ? bias[column] : 0) + (accumulate ? before[i] : 0);
            for (var k = 0; k < depth; k++)
                expected += (double)(left ? a[(k * (rows + gap)) + row] : a[(row * (depth + gap)) + k])
                    * (right ? b[(column * (depth + gap)) + k] : b[(k * (columns + gap)) + column]);
            ((double)c[i]).ShouldBe(expected, 1e-6 * (depth + 4), $"{rows} x {depth} x {columns}, row {row}, column {column}");
        }
    }
}
