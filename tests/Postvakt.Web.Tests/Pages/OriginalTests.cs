using System.Text;
using ICSharpCode.SharpZipLib.Zip;
using Microsoft.Playwright;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

/// <summary>The original of a mail that means ill, in the browser and on disk.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class OriginalTests(ConsoleRoom room)
{
    [Fact]
    public async Task Source_IsText_InADocumentWhereNothingHappens_HoweverHostileAndLong()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/mail/" + MailStock.Hostile);
        await page.GetByText("The original").ClickAsync();
        await page.Locator("#original-reason").FillAsync("to be sure");
        IResponse? answer = null;
        context.Response += (_, response) => answer = response.Url.EndsWith("/source", StringComparison.Ordinal) ? response : answer;
        var source = await context.RunAndWaitForPageAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Show the source" }).ClickAsync());
        await source.WaitForLoadStateAsync();
        var headers = await answer!.AllHeadersAsync();
        Assert.Equal("sandbox; default-src 'none'; frame-ancestors 'none'", headers["content-security-policy"]);
        Assert.Equal("text/plain; charset=utf-8", headers["content-type"]);
        Assert.Equal("nosniff", headers["x-content-type-options"]);
        Assert.Equal("no-store", headers["cache-control"]);
        var text = await source.Locator("body").TextContentAsync();
        Assert.Contains("<script>document.title='taken'</script>", text, StringComparison.Ordinal);
        Assert.Contains("\\u{202E}txet", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', text!);
        Assert.InRange(text!.Length, 5 << 20, 6 << 20);
        Assert.True(text.Split('\n').Max(l => l.Length) <= 1_010);
        Assert.NotEqual("taken", await source.TitleAsync());
        Assert.Equal(0, await source.Locator("script, img, iframe, form").CountAsync());
        await page.ReloadAsync();
        Assert.Contains("view-source · done · to be sure", await page.Locator(".history").TextContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_IsNeutral_Packed_NamedByUs_AndForAReasonOnly()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/mail/" + MailStock.Hijack);
        await page.GetByText("The original").ClickAsync();
        await page.Locator("#original-reason").FillAsync("for the laboratory");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download the file" }).ClickAsync());
        Assert.Equal(MailStock.Hijack + ".zip", download.SuggestedFilename);
        using var zip = new ZipFile(await download.PathAsync()) { Password = "infected" };
        using var reader = new StreamReader(zip.GetInputStream(zip[0]), Encoding.UTF8);
        Assert.Contains("Swift Sender 9", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(MailStock.Hijack + ".eml", zip[0].Name);
        await page.ReloadAsync();
        Assert.Contains("export-original · done · for the laboratory", await page.Locator(".history").TextContentAsync(), StringComparison.Ordinal);
        // Neither a link nor a form of somebody else gets it, nor one without a reason.
        Assert.Equal(405, (await context.APIRequest.GetAsync($"/mail/{MailStock.Hijack}/original?reason=x")).Status);
        Assert.Equal(400, (await context.APIRequest.PostAsync($"/mail/{MailStock.Hijack}/original", new() { Form = context.APIRequest.CreateFormData().Set("reason", "x") })).Status);
        var token = await page.Locator(".original input[name=__RequestVerificationToken]").GetAttributeAsync("value");
        var without = await context.APIRequest.PostAsync($"/mail/{MailStock.Hijack}/source", new() { Form = context.APIRequest.CreateFormData().Set("reason", " ").Set("__RequestVerificationToken", token!) });
        Assert.Equal(400, without.Status);
        Assert.DoesNotContain("Swift Sender", await without.TextAsync(), StringComparison.Ordinal);
        // Of delivered mail there is none.
        Assert.Equal(404, (await context.APIRequest.PostAsync($"/mail/{MailStock.Delivered}/source", new() { Form = context.APIRequest.CreateFormData().Set("reason", "x").Set("__RequestVerificationToken", token!) })).Status);
    }
}
