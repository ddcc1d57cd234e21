using System.Text;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Basic;

/// <summary>Objects that fetch, hold, decode and store content.</summary>
internal sealed partial class BasicEvaluator
{
    private object? Request(BasicObject held, string name, object?[] a, BasicFrame frame)
    {
        switch (name)
        {
            case "open":
                held.Properties["url_"] = a.ElementAtOrDefault(1);
                return null;
            case "send":
                recorder.LastUrl = BasicValues.Text(held.Properties.GetValueOrDefault("url_")) ?? "";
                recorder.Does(frame, EffectKind.Download, recorder.LastUrl);
                return null;
            case "responsebody" or "responsetext" or "responsestream" or "responsexml":
                return new BasicContent(BasicValues.Text(held.Properties.GetValueOrDefault("url_")) ?? "");
            case "status":
                return 200d;
            case "readystate":
                return 4d;
            default:
                return null;
        }
    }

    private object? StreamMethod(BasicObject held, string name, object?[] a, BasicFrame frame)
    {
        switch (name)
        {
            case "write" or "writetext":
                held.Properties["content_"] = a.ElementAtOrDefault(0) ?? (recorder.LastUrl.Length > 0 ? new BasicContent(recorder.LastUrl) : null);
                return null;
            case "savetofile":
                Stored(At(a, 0), held.Properties.GetValueOrDefault("content_"), frame);
                return null;
            case "read" or "readtext":
                return held.Properties.GetValueOrDefault("content_");
            default:
                return null;
        }
    }

    private object? FileSystem(string name, object?[] a, BasicFrame frame)
    {
        switch (name)
        {
            case "createtextfile":
            case "opentextfile" when BasicValues.Number(a.ElementAtOrDefault(1)) is 2 or 8:
                recorder.Does(frame, EffectKind.WriteFile, At(a, 0));
                return new BasicObject("text file") { Properties = { ["path"] = a.ElementAtOrDefault(0) } };
            case "copyfile" or "movefile" or "copyfolder" or "movefolder":
                recorder.Does(frame, EffectKind.CopyFile, At(a, 0), At(a, 1));
                if (BasicObjects.IsStartPlace(At(a, 1))) recorder.Does(frame, EffectKind.Persist, At(a, 1));
                return null;
            case "deletefile" or "deletefolder":
                recorder.Does(frame, EffectKind.DeleteFile, At(a, 0));
                return null;
            case "createfolder":
                recorder.Does(frame, EffectKind.CreateFolder, At(a, 0));
                return a.ElementAtOrDefault(0);
            case "getspecialfolder":
                return BasicValues.Number(a.ElementAtOrDefault(0)) switch
                {
                    0 => "%WINDIR%",
                    1 => @"%WINDIR%\System32",
                    2 => "%TEMP%",
                    _ => null,
                };
            case "gettempname":
                return new BasicText("<name>.tmp");
            case "buildpath" when a.Length > 1:
                return At(a, 0).TrimEnd('\\') + "\\" + At(a, 1);
            case "getabsolutepathname" or "getfolder" or "getfile":
                return a.ElementAtOrDefault(0);
            default:
                return null;
        }
    }

    private object? TextFile(BasicObject held, string name, object?[] a, BasicFrame frame)
    {
        if (name is "write" or "writeline") Stored(BasicValues.Text(held.Properties.GetValueOrDefault("path")) ?? "", a.ElementAtOrDefault(0), frame);
        return null;
    }

    private object? Shortcut(BasicObject held, string name, BasicFrame frame)
    {
        if (name != "save") return null;
        var path = BasicValues.Text(held.Properties.GetValueOrDefault("path")) ?? "";
        var target = $"{BasicValues.Text(held.Properties.GetValueOrDefault("targetpath"))} {BasicValues.Text(held.Properties.GetValueOrDefault("arguments"))}".Trim();
        recorder.Does(frame, BasicObjects.IsStartPlace(path) ? EffectKind.Persist : EffectKind.WriteFile, path, target);
        return null;
    }

    /// <summary>A style sheet may hold script: loading one from the network and applying it runs that.</summary>
    private BasicObject? XmlMethod(BasicObject held, string name, object?[] a, BasicFrame frame)
    {
        switch (name)
        {
            case "createelement":
                return new BasicObject("xml element");
            case "load" when BasicUrls.In(At(a, 0)).Any():
                held.Properties["url_"] = a[0];
                recorder.Does(frame, EffectKind.Download, At(a, 0));
                return null;
            case "transformnode" or "transformnodetoobject" when a.ElementAtOrDefault(0) is BasicObject { Properties: var sheet } && BasicValues.Text(sheet.GetValueOrDefault("url_")) is { Length: > 0 } url:
                recorder.Does(frame, EffectKind.Execute, "style sheet " + url);
                return null;
            default:
                return null;
        }
    }

    /// <summary>The usual way to decode Base64 or hex: an element of that data type, its text, its value.</summary>
    private object? Element(BasicObject held, string name)
    {
        if (name != "nodetypedvalue" || BasicValues.Plain(held.Properties.GetValueOrDefault("text")) is not { } text || !Joins(text.Length)) return null;
        try
        {
            var bytes = BasicValues.Text(held.Properties.GetValueOrDefault("datatype")) switch
            {
                "bin.base64" => Convert.FromBase64String(text),
                "bin.hex" => Convert.FromHexString(text.Trim()),
                _ => null,
            };
            if (bytes is null) return null;
            var isWide = bytes.Length >= 8 && bytes.Length % 2 == 0 && bytes[1] == 0 && bytes[3] == 0 && bytes[5] == 0;
            return isWide ? Encoding.Unicode.GetString(bytes) : Encoding.Latin1.GetString(bytes);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
