using System.Text.Json;
using MctsAspire.McpServer.Gateway;
using MctsAspire.McpServer.Schemas;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace MctsAspire.McpServer.Tools;

/// <summary>
/// A tool that works through the gateway. Its input schema carries the bounds of <typeparamref name="TArguments"/>, against which the
/// arguments are checked too; what goes wrong is a tool error that the model can read and act on.
/// </summary>
internal abstract class GatewayTool<TArguments, TResult>(string name, string title, string description) : McpServerTool
{
    private static readonly JsonElement InputSchema = RecordSchema.OfInput<TArguments>();
    private static readonly JsonElement OutputSchema = RecordSchema.OfOutput<TResult>();

    /// <inheritdoc/>
    public override Tool ProtocolTool { get; } = new()
    {
        Name = name,
        Title = title,
        Description = description,
        InputSchema = InputSchema,
        OutputSchema = OutputSchema,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request,
        CancellationToken cancellationToken = default)
    {
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(request.Params?.Arguments ?? new Dictionary<string, JsonElement>());
            var result = await RunAsync(StrictJson.Parse<TArguments>(json), cancellationToken);
            var content = JsonSerializer.SerializeToElement(result, RecordSchema.OutputOptions);
            return new() { Content = [new TextContentBlock { Text = content.GetRawText() }], StructuredContent = content };
        }
        catch (ValidationException exception)
        {
            return Error($"Argument {exception.Message}");
        }
        catch (GatewayException exception)
        {
            return Error(exception.Message);
        }
    }

    /// <summary>Does the tool's work.</summary>
    /// <exception cref="GatewayException">The gateway can't be reached or refuses.</exception>
    protected abstract Task<TResult> RunAsync(TArguments arguments, CancellationToken cancellationToken);

    private static CallToolResult Error(string message) => new() { IsError = true, Content = [new TextContentBlock { Text = message }] };
}
