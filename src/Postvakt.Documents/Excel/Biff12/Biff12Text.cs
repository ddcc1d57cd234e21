using System.Text;
using Postvakt.Documents.Bytes;

namespace Postvakt.Documents.Excel.Biff12;

/// <summary>Strings of binary parts ([MS-XLSB] 2.5.168, 2.5.122).</summary>
internal static class Biff12Text
{
    public static string Wide(ref ByteReader reader)
    {
        var length = reader.UInt32();
        return length == uint.MaxValue ? "" : Encoding.Unicode.GetString(reader.Take((int)Math.Min(2L * length, int.MaxValue)));
    }

    /// <summary>Text with formatting behind it, which is passed over.</summary>
    public static string Rich(ref ByteReader reader)
    {
        reader.Skip(1);
        return Wide(ref reader);
    }
}
