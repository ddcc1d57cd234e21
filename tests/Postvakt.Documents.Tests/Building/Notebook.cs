using System.Text;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes the pieces of a OneNote section that matter: header, some text, embedded files ([MS-ONESTORE] 2.6.13).</summary>
internal static class Notebook
{
    public static byte[] Write(string text, params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        stream.Write(new Guid("7B5C52E4-D88C-4DA7-AEB1-5378D02996D3").ToByteArray());
        stream.Write(new byte[1008]);
        stream.Write(Encoding.Unicode.GetBytes(text));
        stream.Write(new byte[8]);
        foreach (var (name, _) in files)
        {
            stream.Write(Encoding.Unicode.GetBytes(name));
            stream.Write(new byte[6]);
        }
        foreach (var (_, content) in files)
        {
            stream.Write(new Guid("BDE316E7-2665-4511-A4C4-8D4D0B7A9EAC").ToByteArray());
            stream.Write(BitConverter.GetBytes((ulong)content.Length));
            stream.Write(new byte[12]);
            stream.Write(content);
            stream.Write(new Guid("71FBA722-0F79-4A0B-BB13-899256426B24").ToByteArray());
        }
        return stream.ToArray();
    }
}
