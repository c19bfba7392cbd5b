using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MctsAspire.Llm.Bench;

/// <summary>A language provider that answers at once, always the same: what is measured is the way to it.</summary>
internal static class Upstream
{
    private static readonly byte[] Answer = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"static-1","choices":[{"index":0,"message":{"role":"assistant","content":"The rings of Saturn are about ten metres thick.","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":15,"completion_tokens":11,"total_tokens":26}}
        """u8.ToArray();

    public static async Task<int> RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        await using var app = builder.Build();
        app.Run(static async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Answer.Length;
            await context.Response.Body.WriteAsync(Answer);
        });
        await app.RunAsync();
        return 0;
    }
}
