using System.ClientModel;
using OpenAI;

namespace MctsAspire.Integration.Tests.OpenAi;

/// <summary>The official NuGet client.</summary>
internal static class DotNetClient
{
    /// <summary>A client of a provider at an address.</summary>
    public static OpenAIClient Create(Uri address, string key) => new(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = address });
}
