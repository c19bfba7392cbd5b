using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.MetaControllerService.Integrations.Http;

namespace MctsAspire.MetaControllerService.Integrations.Wandb;

/// <summary>
/// Speaks to Weights &amp; Biases as its public client does: GraphQL under <c>/graphql</c>, lines of a run's files under <c>/files/…/file_stream</c>, and
/// files at the addresses that the server names.
/// </summary>
/// <param name="calls">The calls.</param>
/// <param name="uploads">The calls that put files, which may take longer.</param>
internal sealed class WandbCalls(ServiceCalls calls, ServiceCalls uploads)
{
    /// <summary>Asks by GraphQL.</summary>
    /// <typeparam name="T">What is read from the answer.</typeparam>
    /// <param name="query">The question.</param>
    /// <param name="input">Its variable <c>input</c>.</param>
    /// <param name="read">Reads the answer's <c>data</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<T> AskAsync<T>(string query, object input, Func<JsonElement, T> read, CancellationToken cancellationToken) => calls.SendAsync(
        () => Post("graphql", new { query, variables = new { input } }),
        answer =>
        {
            // The status is 200 then too. The errors' own words may quote anything.
            if (answer.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0)
                throw new DeliveryException(DeliveryFailure.Unavailable, "wandb answered with an error. Check WANDB_PROJECT and WANDB_ENTITY, and that the key may write there.");
            return read(answer.GetProperty("data"));
        },
        cancellationToken);

    /// <summary>Tells lines of a run's files.</summary>
    /// <param name="run">The run.</param>
    /// <param name="body">The lines.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task StreamAsync(WandbRun run, object body, CancellationToken cancellationToken) => calls.SendAsync(
        () => Post($"files/{Uri.EscapeDataString(run.Entity)}/{Uri.EscapeDataString(run.Project)}/{Uri.EscapeDataString(run.Name)}/file_stream", body),
        answer => answer.ValueKind == JsonValueKind.Object ? true : throw new JsonException(),
        cancellationToken);

    /// <summary>Puts a file where the server wants it. The key stays out: the address holds a permission of its own, and may lead elsewhere.</summary>
    /// <param name="upload">Where.</param>
    /// <param name="open">Opens the content, anew for each attempt.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task PutAsync(WandbUpload upload, Func<Stream> open, CancellationToken cancellationToken)
    {
        if (upload.Address is not { } address || (address.Scheme != Uri.UriSchemeHttps && !(address.IsLoopback && calls.Address.Base.IsLoopback)))
            throw calls.Unreadable();
        return uploads.SendAsync(
            () =>
            {
                var message = new HttpRequestMessage(HttpMethod.Put, address) { Content = new StreamContent(open()) };
                foreach (var header in upload.Headers)
                {
                    var colon = header.IndexOf(':', StringComparison.Ordinal);
                    if (colon > 0 && !message.Headers.TryAddWithoutValidation(header[..colon].Trim(), header[(colon + 1)..].Trim()))
                        message.Content.Headers.TryAddWithoutValidation(header[..colon].Trim(), header[(colon + 1)..].Trim());
                }

                return message;
            },
            cancellationToken);
    }

    private HttpRequestMessage Post(string path, object body)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, calls.Address.At(path)) { Content = JsonBody.Of(body) };
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes("api:" + calls.Address.Key.Reveal()));
        message.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return message;
    }
}
