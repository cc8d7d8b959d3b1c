// Posts {"text": …} when the run starts and ends to the address in AGRO_WEBHOOK, in the form that Slack and Mattermost take.
using System.Net.Http;

async Task PostAsync(string text)
{
    if (Environment.GetEnvironmentVariable("AGRO_WEBHOOK") is not { Length: > 0 } address) return;
    var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
    var answer = await http.PostAsync(address, new StringContent(new JsonObject { ["text"] = text }.ToJsonString()));
    answer.EnsureSuccessStatusCode();
}

OnRunStarted(run => PostAsync($"{run.Name} has started"));
OnRunEnded(run => PostAsync($"{run.Name} has ended: {run.Directory}"));
