import {testEngineContract} from '@sidetone/core/testing';
import {virtualFarEnd} from '@sidetone/virtual-pbx';
import {jssip} from './index.js';

testEngineContract('jssip', jssip, virtualFarEnd());
