using System.Text;
using Postvakt.Registers;

namespace Postvakt.Storage.Records;

/// <summary>What the register takes.</summary>
internal static class RegisterLimits
{
    /// <summary>Entries of a kind that are listed.</summary>
    public const int MaxEntries = 10_000;

    /// <summary>Entries that are found under a key at once.</summary>
    public const int MaxFound = 1_000;

    private const int MaxId = 200, MaxJson = 64 << 10, MaxKeys = 20;

    /// <summary>Throws <see cref="ArgumentException"/> for what is too long: the register is read whole.</summary>
    public static void Check(IReadOnlyList<RegisterChange> changes)
    {
        foreach (var change in changes)
        {
            if (change.Id.Length > MaxId || change.Kind.Length > MaxId) throw new ArgumentException($"a name in the register has at most {MaxId} characters", nameof(changes));
            if (change.Keys.Count > MaxKeys || change.Keys.Any(k => k.Length is 0 or > MaxId)) throw new ArgumentException($"an entry of the register has at most {MaxKeys} keys of 1 to {MaxId} characters", nameof(changes));
            if (change.Json is { } json && Encoding.UTF8.GetByteCount(json) > MaxJson) throw new ArgumentException($"an entry of the register has at most {MaxJson} bytes", nameof(changes));
        }
    }
}
