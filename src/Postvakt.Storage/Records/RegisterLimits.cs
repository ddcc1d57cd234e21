using System.Text;
using Postvakt.Registers;

namespace Postvakt.Storage.Records;

/// <summary>What the register takes.</summary>
internal static class RegisterLimits
{
    /// <summary>Entries of a kind that are listed.</summary>
    public const int MaxEntries = 10_000;

    private const int MaxId = 200, MaxJson = 64 << 10;

    /// <summary>Throws <see cref="ArgumentException"/> for what is too long: the register is read whole.</summary>
    public static void Check(IReadOnlyList<RegisterChange> changes)
    {
        foreach (var change in changes)
        {
            if (change.Id.Length > MaxId || change.Kind.Length > MaxId) throw new ArgumentException($"a name in the register has at most {MaxId} characters", nameof(changes));
            if (change.Json is { } json && Encoding.UTF8.GetByteCount(json) > MaxJson) throw new ArgumentException($"an entry of the register has at most {MaxJson} bytes", nameof(changes));
        }
    }
}
