using Aspire.Hosting.Telemetry.Otlp;

namespace Aspire.Hosting.Telemetry;

/// <summary>A span and where it came from.</summary>
/// <param name="Resource">The sender.</param>
/// <param name="Scope">The instrumentation that made it.</param>
/// <param name="Span">The span.</param>
internal sealed record KeptSpan(Resource Resource, string Scope, Span Span);
