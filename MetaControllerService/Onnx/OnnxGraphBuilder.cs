using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using MctsAspire.MetaControllerService.Onnx.Format;

namespace MctsAspire.MetaControllerService.Onnx;

/// <summary>Puts an ONNX graph together node by node; the names of values are counted, so the same calls give the same bytes.</summary>
internal sealed class OnnxGraphBuilder(string name)
{
    /// <summary>The operators' version: the first that has LayerNormalization.</summary>
    private const int OperatorSet = 17;

    /// <summary>The format's version that goes with the operators.</summary>
    private const int IrVersion = 8;

    private readonly GraphProto _graph = new() { Name = name };
    private readonly HashSet<string> _constants = [];

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operation">The operator, as ONNX calls it.</param>
    /// <param name="inputs">Names of values; an empty one is an input that is left out.</param>
    /// <param name="attributes">Settings of the operator.</param>
    /// <returns>The name of the output.</returns>
    public string Add(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var output = NewName(operation);
        AddNode(operation, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds a node whose outputs are named by the caller.</summary>
    public void AddNode(
        string operation, ReadOnlySpan<string> inputs, ReadOnlySpan<string> outputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { Name = NewName(operation + "_node"), OpType = operation };
        foreach (var input in inputs)
            node.Input.Add(input);
        foreach (var output in outputs)
            node.Output.Add(output);
        foreach (var attribute in attributes)
            node.Attribute.Add(attribute);
        _graph.Node.Add(node);
    }

    /// <summary>Adds a constant of the network; one that is there under that name already is taken as it is.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its sizes, slowest first.</param>
    /// <param name="values">Its numbers, row by row.</param>
    /// <returns>The name.</returns>
    public string Constant(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
    {
        if (!_constants.Add(name))
            return name;

        var bytes = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        AddConstant(name, TensorProto.Types.DataType.Float, shape, bytes);
        return name;
    }

    /// <summary>The name of a constant number without dimensions.</summary>
    public string Scalar(string name, float value) => Constant(name, [], [value]);

    /// <summary>The name of a constant list of integers (axes, shapes, starts).</summary>
    public string Integers(params ReadOnlySpan<long> values)
    {
        var name = "integers";
        foreach (var value in values)
            name += "_" + value.ToString(CultureInfo.InvariantCulture);
        return Integers(name, [values.Length], values);
    }

    /// <summary>The name of a constant integer without dimensions.</summary>
    public string Integer(long value) => Integers(string.Create(CultureInfo.InvariantCulture, $"integer_{value}"), [], [value]);

    /// <summary>Declares an input.</summary>
    /// <returns>The name.</returns>
    public string Input(string name, TensorProto.Types.DataType type, params ReadOnlySpan<string> shape)
    {
        _graph.Input.Add(Value(name, type, shape));
        return name;
    }

    /// <summary>Declares an output of 32-bit floats, which a node must have made under that name.</summary>
    public void Output(string name, params ReadOnlySpan<string> shape) =>
        _graph.Output.Add(Value(name, TensorProto.Types.DataType.Float, shape));

    /// <summary>The finished model.</summary>
    /// <param name="metadata">What is written into it for people; sorted by key.</param>
    public ModelProto Build(IReadOnlyDictionary<string, string> metadata) => new()
    {
        IrVersion = IrVersion,
        ProducerName = "mcts-aspire",
        OpsetImport = { new OperatorSetIdProto { Version = OperatorSet } },
        Graph = _graph,
        MetadataProps =
        {
            metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }),
        },
    };

    /// <summary>A setting that is an integer.</summary>
    public static AttributeProto Attribute(string name, long value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    /// <summary>A setting that is a number.</summary>
    public static AttributeProto Attribute(string name, float value) =>
        new() { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float };

    /// <summary>A setting that is a list of integers.</summary>
    public static AttributeProto Attribute(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        foreach (var value in values)
            attribute.Ints.Add(value);
        return attribute;
    }

    private string Integers(string name, ReadOnlySpan<int> shape, ReadOnlySpan<long> values)
    {
        if (!_constants.Add(name))
            return name;

        var bytes = new byte[values.Length * sizeof(long)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        AddConstant(name, TensorProto.Types.DataType.Int64, shape, bytes);
        return name;
    }

    private void AddConstant(string name, TensorProto.Types.DataType type, ReadOnlySpan<int> shape, byte[] bytes)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = UnsafeByteOperations.UnsafeWrap(bytes) };
        foreach (var size in shape)
            tensor.Dims.Add(size);
        _graph.Initializer.Add(tensor);
    }

    private string NewName(string operation) =>
        string.Create(CultureInfo.InvariantCulture, $"{operation}_{_graph.Node.Count}");

    // A size is a number, or a name for one that is known at run time.
    private static ValueInfoProto Value(string name, TensorProto.Types.DataType type, ReadOnlySpan<string> shape)
    {
        var sizes = new TensorShapeProto();
        foreach (var size in shape)
        {
            sizes.Dim.Add(long.TryParse(size, CultureInfo.InvariantCulture, out var number)
                ? new TensorShapeProto.Types.Dimension { DimValue = number }
                : new TensorShapeProto.Types.Dimension { DimParam = size });
        }

        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)type, Shape = sizes } } };
    }
}
