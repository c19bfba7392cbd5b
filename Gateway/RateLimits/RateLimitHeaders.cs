using System.Globalization;
using System.Runtime.CompilerServices;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>
/// Tells clients what they have left: <c>RateLimit-Policy</c> and <c>RateLimit</c> as draft-ietf-httpapi-ratelimit-headers-10 has them, for all windows, and the three headers of its earlier versions for the one that
/// is nearest to its limit.
/// </summary>
internal static class RateLimitHeaders
{
    /// <param name="headers">Those of the answer.</param>
    /// <param name="decision">What is told.</param>
    /// <param name="age">How long ago that was so.</param>
    public static void Write(IHeaderDictionary headers, LimitDecision decision, TimeSpan age)
    {
        var (plan, uses) = (decision.Plan, decision.Uses);
        var all = new DefaultInterpolatedStringHandler(literalLength: 64, formattedCount: 12, CultureInfo.InvariantCulture, stackalloc char[256]);
        var (nearest, least) = (0, int.MaxValue);
        for (var i = 0; i < uses.Length; i++)
        {
            var left = Left(plan, uses, i);
            if (left < least || (left == least && uses[i].Reset > uses[nearest].Reset))
                (nearest, least) = (i, left);
            all.AppendLiteral(i == 0 ? "\"" : ", \"");
            all.AppendLiteral(plan.Windows[i].Name);
            all.AppendLiteral("\";r=");
            all.AppendFormatted(left);
            all.AppendLiteral(";t=");
            all.AppendFormatted(Seconds(uses[i].Reset - age));
        }

        headers["RateLimit-Policy"] = plan.Policy;
        headers["RateLimit"] = all.ToStringAndClear();
        headers["RateLimit-Limit"] = plan.Windows[nearest].Limit.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = least.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = Seconds(uses[nearest].Reset - age).ToString(CultureInfo.InvariantCulture);
    }

    private static int Left(LimitPlan plan, WindowUse[] uses, int window) => Math.Max(0, plan.Windows[window].Limit - uses[window].Used);

    private static long Seconds(TimeSpan span) => Math.Max(1, (long)Math.Ceiling(span.TotalSeconds));
}
