// Sends agentless texts with the official client: address of the stub, how many, how many at once.
import platformClient from 'purecloud-platform-client-v2';

const [address, count, inFlight] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const client = platformClient.ApiClient.instance;
client.config.basePath = address;
client.basePath = address;
client.setAccessToken('stub');
const conversations = new platformClient.ConversationsApi();

let next = 0;
async function send() {
  while (next < count) {
    next++;
    await conversations.postConversationsMessagesAgentless({
      fromAddress: '9a1d5b7e-4f0c-4c0e-8a53-0d0c1c1b2a3f', toAddress: '+15550100', toAddressMessengerType: 'open', textBody: 'a'.repeat(40),
    });
  }
}

await conversations.postConversationsMessagesAgentless({ fromAddress: 'a', toAddress: 'b', toAddressMessengerType: 'open', textBody: 'warm' });
const before = process.cpuUsage();
await Promise.all(Array.from({ length: inFlight }, send));
const { user, system } = process.cpuUsage(before);
console.log(`cpu ${user + system}`);
process.exit(0);
