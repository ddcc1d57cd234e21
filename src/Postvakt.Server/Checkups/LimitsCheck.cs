using System.Globalization;
using Postvakt.Messages;

namespace Postvakt.Server.Checkups;

/// <summary>The bounds on one mail; what lies past them makes a mail undetermined, never clean.</summary>
internal static class LimitsCheck
{
    public static Check Run()
    {
        var limits = MessageLimits.Default;
        return Check.Ok("limits", string.Create(CultureInfo.InvariantCulture,
            $"a mail is read up to {limits.MaxBytes >> 20} MiB, {limits.MaxParts:N0} parts, {limits.MaxDepth} levels and {limits.MaxHeaders:N0} header fields; past that it is undetermined"));
    }
}
