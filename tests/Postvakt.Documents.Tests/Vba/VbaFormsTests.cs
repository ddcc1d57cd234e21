using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Vba;

public sealed class VbaFormsTests
{
    private static InspectedFile Inspect(string body)
    {
        var writer = new CompoundFileWriter().Stream("WordDocument", new byte[9]);
        new VbaProjectWriter().Form("UserForm1", "").Module("M", $"Sub AutoOpen()\r\n{body}\r\nEnd Sub\r\n").WriteTo(writer, "Macros");
        new FormWriter().Label("Label1", "tool.exe ", "/tagged").TextBox("TextBox1", "http://a.example/x").WriteTo(writer, "Macros/UserForm1");
        return DocumentInspector.Inspect("a.doc", writer.ToArray(), new InspectionOptions()).Root;
    }

    [Theory]
    [InlineData("Shell UserForm1.Label1.Caption & UserForm1.Label1.Tag", "tool.exe /tagged")]
    [InlineData("Shell UserForm1.Label1 & \"x\"", "tool.exe x")]
    [InlineData("Shell \"tool \" & UserForm1.TextBox1.Text", "tool http://a.example/x")]
    [InlineData("Shell \"tool \" & UserForm1.TextBox1.Value", "tool http://a.example/x")]
    public void Text_OfAControl_IsKnownToTheCode(string body, string command) => Assert.Contains(Inspect(body).Effects, e => e.Kind == EffectKind.Execute && e.Target == command);

    [Fact]
    public void Address_InAControl_IsListed() => Assert.Contains(Inspect("").Links, l => l == ("http://a.example/x", "UserForm1.TextBox1.value") || l.Url == "http://a.example/x");

    private static byte[] WithFormOf(int bytes)
    {
        var writer = new CompoundFileWriter().Stream("WordDocument", new byte[9]);
        new VbaProjectWriter().Form("UserForm1", "").Module("M", "Sub AutoOpen()\r\nEnd Sub\r\n").WriteTo(writer, "Macros");
        return writer.Stream("Macros/UserForm1/f", new byte[bytes]).ToArray();
    }

    [Fact]
    public void Form_LongerThanIsRead_IsIncomplete() => Assert.Contains(Look.Long("a.doc", WithFormOf((1 << 20) + 9)).Unread(), t => t.Contains("forms", StringComparison.Ordinal));

    [Fact]
    public void Form_OfManyBytes_IsLookedAtOnTheWay() => Assert.Contains(Look.Until(600, "a.doc", WithFormOf(1 << 20)).Unread(), t => t.StartsWith("not done", StringComparison.Ordinal));
}
