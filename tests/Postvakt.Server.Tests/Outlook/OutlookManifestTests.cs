using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using Postvakt.Server.Configuration;
using Postvakt.Server.Outlook;

namespace Postvakt.Server.Tests.Outlook;

/// <summary>The add-in's manifests as Exchange and Microsoft 365 get them, held against what Microsoft documents. The schema of the unified one is checked by tools/check-outlook-manifest.sh.</summary>
public sealed class OutlookManifestTests
{
    private const string Mailbox = "Mailbox";
    private static readonly OutlookConfig Online = new(new Uri("https://mail.firm.example"), null, "11111111-2222-3333-4444-555555555555", "66666666-7777-8888-9999-aaaaaaaaaaaa", new Uri("https://login.microsoftonline.com"));
    private static readonly OutlookConfig OnPremises = new(new Uri("https://mail.firm.example"), new Uri("https://exchange.firm.example/autodiscover/metadata/json/1"), "", "", new Uri("https://login.microsoftonline.com"));

    public static TheoryData<bool> Both => new(true, false);

    [Theory]
    [MemberData(nameof(Both))]
    public void Xml_IsAMailApp_WithOurAddressesAlone(bool online)
    {
        var manifest = Read(online);
        Assert.Equal("OfficeApp", manifest.Name.LocalName);
        Assert.Equal("MailApp", manifest.Attributes().Single(a => a.Name.LocalName == "type").Value);
        Assert.True(Guid.TryParseExact(One(manifest, "Id").Value, "D", out _));
        Assert.Matches(@"^\d{1,5}\.\d{1,5}\.\d{1,5}\.\d{1,5}$", One(manifest, "Version").Value);
        // The elements of a mail add-in have to stand in this order.
        Assert.Equal(["Id", "Version", "ProviderName", "DefaultLocale", "DisplayName", "Description", "IconUrl", "HighResolutionIconUrl", "SupportUrl", "AppDomains", "Hosts", "Requirements", "FormSettings", "Permissions", "Rule", "DisableEntityHighlighting", "VersionOverrides"],
            manifest.Elements().Select(e => e.Name.LocalName));
        var addresses = manifest.Descendants().SelectMany(e => e.Attributes().Where(a => a.Name.LocalName is "DefaultValue").Select(a => a.Value).Append(e.HasElements ? "" : e.Value)).Where(v => v.Contains("://", StringComparison.Ordinal) && !v.StartsWith("api:", StringComparison.Ordinal)).ToArray();
        Assert.True(addresses.Length > 10);
        Assert.All(addresses, a => Assert.StartsWith("https://mail.firm.example", a, StringComparison.Ordinal));
        Assert.DoesNotContain("postvakt.invalid", manifest.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Xml_AsksForNoMoreThanTheOpenMail(bool online)
    {
        var manifest = Read(online);
        Assert.Equal("ReadItem", One(manifest, "Permissions").Value);
        Assert.Equal(["Mailbox"], manifest.Descendants().Where(e => e.Name.LocalName == "Set").Select(e => e.Attribute("Name")!.Value).Distinct());
        var sets = manifest.Descendants().Where(e => e.Name.LocalName is "Sets" && e.Attribute("DefaultMinVersion") is not null).Select(e => e.Attribute("DefaultMinVersion")!.Value);
        // Exchange 2013 has Mailbox 1.1, Exchange 2016 1.3 (commands) to 1.5.
        Assert.Equal(["1.3", "1.5"], sets);
        Assert.Equal("1.1", manifest.Elements().Single(e => e.Name.LocalName == "Requirements").Descendants().Single(e => e.Name.LocalName == "Set").Attribute("MinVersion")!.Value);
        Assert.Equal(Mailbox, manifest.Elements().Single(e => e.Name.LocalName == "Hosts").Elements().Single().Attribute("Name")!.Value);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Xml_NamesOnlyResourcesThatItHas_EachOnce_WithinTheirLengths(bool online)
    {
        var manifest = Read(online);
        var (resources, used) = (manifest.Descendants().Where(e => e.Attribute("id") is not null && e.Parent!.Name.LocalName is "Images" or "Urls" or "ShortStrings" or "LongStrings").ToArray(), manifest.Descendants().Select(e => e.Attribute("resid")?.Value).OfType<string>().ToHashSet());
        var ids = resources.Select(r => r.Attribute("id")!.Value).ToArray();
        Assert.Equal(ids.Order(), ids.Distinct().Order());
        Assert.Equal(used.Order(), ids.Order());
        // "resid" has at most 32 characters, a short string 125, a long one 250.
        Assert.All(ids, i => Assert.InRange(i.Length, 1, 32));
        foreach (var text in resources.SelectMany(r => r.Elements().Select(o => o.Attribute("Value")!.Value).Append(r.Attribute("DefaultValue")!.Value).Select(v => (Kind: r.Parent!.Name.LocalName, Value: v)))) Assert.InRange(text.Value.Length, 1, text.Kind == "ShortStrings" ? 125 : text.Kind == "LongStrings" ? 250 : 2_048);
        Assert.InRange(One(manifest, "DisplayName").Attribute("DefaultValue")!.Value.Length, 1, 125);
        Assert.InRange(One(manifest, "Description").Attribute("DefaultValue")!.Value.Length, 1, 250);
        // Ids of groups and controls are unique in the whole file.
        var controls = manifest.Descendants().Where(e => e.Name.LocalName is "Group" or "Control").Select(e => e.Attribute("id")!.Value).ToArray();
        Assert.Equal(controls.Length, controls.Distinct().Count());
        Assert.All(manifest.Descendants().Where(e => e.Name.LocalName == "Icon").Select(i => i.Elements().Select(e => e.Attribute("size")!.Value)), s => Assert.Equal(["16", "32", "80"], s));
    }

    [Fact]
    public void Xml_SignsInWithEntra_OnlyWhereThereIsATenant()
    {
        Assert.DoesNotContain(Read(online: false).Descendants(), e => e.Name.LocalName == "WebApplicationInfo");
        var application = Read(online: true).Descendants().Single(e => e.Name.LocalName == "WebApplicationInfo");
        Assert.Equal([Online.ClientId, $"api://mail.firm.example/{Online.ClientId}"], application.Elements().Where(e => !e.HasElements).Select(e => e.Value));
    }

    [Theory]
    [InlineData("icon-16.png", 16)]
    [InlineData("icon-32.png", 32)]
    [InlineData("icon-64.png", 64)]
    [InlineData("icon-80.png", 80)]
    [InlineData("icon-128.png", 128)]
    [InlineData("color.png", 192)]
    [InlineData("outline.png", 32)]
    public void Icons_HaveTheSizeThatTheManifestsSay(string name, int size)
    {
        var bytes = Resource(name);
        Assert.Equal("PNG"u8.ToArray(), bytes.AsSpan(1, 3).ToArray());
        Assert.Equal((size, size), (System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20))));
    }

    [Fact]
    public void Unified_HasWhatTheXmlHas_AndItsIcons()
    {
        using var zip = new ZipArchive(new MemoryStream(OutlookPages.UnifiedManifest(Online)), ZipArchiveMode.Read);
        Assert.Equal(["color.png", "manifest.json", "outline.png"], zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
        using var json = JsonDocument.Parse(zip.GetEntry("manifest.json")!.Open());
        var root = json.RootElement;
        Assert.Equal(One(Read(online: true), "Id").Value, root.GetProperty("id").GetString());
        Assert.Equal(["mail.firm.example"], root.GetProperty("validDomains").EnumerateArray().Select(d => d.GetString()));
        Assert.Equal(Online.ClientId, root.GetProperty("webApplicationInfo").GetProperty("id").GetString());
        Assert.Equal(["MailboxItem.Read.User"], root.GetProperty("authorization").GetProperty("permissions").GetProperty("resourceSpecific").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.InRange(root.GetProperty("name").GetProperty("short").GetString()!.Length, 1, 30);
        Assert.InRange(root.GetProperty("description").GetProperty("short").GetString()!.Length, 1, 80);
        Assert.DoesNotContain("postvakt.invalid", root.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Page_LoadsNothingButItsOwnAndOfficeJs()
    {
        var page = System.Text.Encoding.UTF8.GetString(Resource("pane.html"));
        Assert.Equal(["https://appsforoffice.microsoft.com/lib/1/hosted/office.js"], System.Text.RegularExpressions.Regex.Matches(page, "https?://[^\"]+").Select(m => m.Value));
        // The address of a chat is a link that the person follows.
        Assert.Equal(["https://teams.microsoft.com/l/"], System.Text.RegularExpressions.Regex.Matches(System.Text.Encoding.UTF8.GetString(Resource("pane.js")), "[a-z]*://[^\"]*").Select(m => m.Value));
        Assert.DoesNotContain("innerHTML", System.Text.Encoding.UTF8.GetString(Resource("pane.js")), StringComparison.Ordinal);
    }

    private static XElement Read(bool online) => XDocument.Parse(OutlookPages.Manifest(online ? Online : OnPremises)).Root!;

    private static XElement One(XElement manifest, string name) => manifest.Elements().Single(e => e.Name.LocalName == name);

    private static byte[] Resource(string name)
    {
        using var bytes = new MemoryStream();
        typeof(OutlookPages).Assembly.GetManifestResourceStream("outlook/" + name)!.CopyTo(bytes);
        return bytes.ToArray();
    }
}
