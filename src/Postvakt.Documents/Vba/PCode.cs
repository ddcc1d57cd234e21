using System.Buffers.Binary;
using Postvakt.Documents.Bytes;

namespace Postvakt.Documents.Vba;

/// <summary>
/// What can be told of compiled VBA without its version-dependent tables: string literals in a module's cache, and identifiers in the project's cache
/// ([MS-OVBA] 2.3.4.1 and 2.3.4.3 call both implementation-specific).
/// </summary>
internal static class PCode
{
    private const int MaxLiterals = 2000;
    private const int MinLiteral = 5;

    /// <summary>The instruction that pushes a text: opcode 0x00B9, length, bytes; the same in VBA 6 and 7.</summary>
    private static ReadOnlySpan<byte> PushText => [0xB9, 0x00];

    /// <summary>String literals that the compiled code of a module holds.</summary>
    public static List<string> Literals(ReadOnlySpan<byte> cache, int codePage)
    {
        var literals = new List<string>();
        var at = 0;
        while (literals.Count < MaxLiterals && at + 4 < cache.Length && cache[at..].IndexOf(PushText) is var next && next >= 0)
        {
            at += next + 2;
            if (at + 2 > cache.Length) break;
            int length = BinaryPrimitives.ReadUInt16LittleEndian(cache[at..]);
            if (length < MinLiteral || length > 4096 || at + 2 + length > cache.Length || !IsText(cache.Slice(at + 2, length))) continue;
            literals.Add(CodePages.Decode(cache.Slice(at + 2, length), codePage));
            at += 2 + length;
        }
        return literals;
    }

    /// <summary>True when the project's cache holds a name as an identifier: its length stands before it.</summary>
    public static bool HasIdentifier(ReadOnlySpan<byte> project, ReadOnlySpan<byte> name)
    {
        var at = 0;
        while (project[at..].IndexOf(name) is var next && next >= 0)
        {
            at += next;
            if (at >= 2 && (project[at - 1] == name.Length || project[at - 2] == name.Length) && (at + name.Length == project.Length || !IsNamePart(project[at + name.Length]))) return true;
            at += name.Length;
        }
        return false;
    }

    private static bool IsNamePart(byte b) => b is (byte)'_' or >= (byte)'0' and <= (byte)'9' or >= (byte)'A' and <= (byte)'Z' or >= (byte)'a' and <= (byte)'z';

    private static bool IsText(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyInRange((byte)0, (byte)8) && !bytes.ContainsAnyInRange((byte)14, (byte)31) && !bytes.Contains((byte)127);
}
